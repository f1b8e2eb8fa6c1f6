import { useTheme } from '@mui/material';

/** The look of a row that has just come: a ground and an edge of their own, which go again softly. */
export function useFreshLook(fresh: ReadonlySet<number>) {
  const { palette, transitions } = useTheme();
  const transition = transitions.create(['background-color', 'box-shadow']);
  const { accent, accentSoft } = palette.clearview;
  return ({ id }: { id: number }) =>
    fresh.has(id) ? { transition, bgcolor: accentSoft, boxShadow: `inset 3px 0 ${accent}` } : { transition };
}
