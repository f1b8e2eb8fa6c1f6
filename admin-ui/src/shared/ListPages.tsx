import { Pagination, useListContext, useTranslate } from 'react-admin';
import { useNumber } from './useNumber';

/** Leafs through the list around. The server counts up to 10,000, and says of more only that it is more. */
export const ListPages = () => {
  const translate = useTranslate();
  const number = useNumber();
  const { hasNextPage } = useListContext();
  const range = ({ from, to, count }: { from: number; to: number; count: number }) => {
    const isOpen = count === -1 && hasNextPage;
    const total = number(count === -1 ? to : count);
    const ends = { from: number(from), to: number(to), total };
    return translate(`clearview.pages.${isOpen ? 'of_many' : 'of'}`, ends);
  };
  // React-admin hands on to Material's component what its own types do not name.
  const words = {
    labelDisplayedRows: range,
    getItemAriaLabel: (type: string) => translate(`ra.navigation.${type}`),
  };
  return <Pagination rowsPerPageOptions={[25, 50, 100]} {...words} />;
};
