/** Ce que des scripts peuvent faire au nom de quelqu’un. */
export const tokens = {
  title: 'Jetons d’API%{count}',
  none: 'Aucun script n’agit en son nom.',
  make_own: 'Créer un jeton pour l’un de vos scripts',
  expired: 'Expiré',
  expires_soon: 'Expire bientôt',
  ends: 'Expire',
  ended: 'Expiré',
  never_used: 'Jamais utilisé',
  last_used: 'Dernière utilisation',
  from: 'depuis',
  only_from: 'Seulement depuis',
  revoke: 'Révoquer',
  revoke_of: 'Révoquer le jeton %{name}',
  revoked: 'Le jeton %{name} a été révoqué.',
  revoked_already: 'Le jeton %{name} était déjà révoqué.',
  revoked_all:
    '%{smart_count} jeton de %{name} a été révoqué. |||| %{smart_count} jetons de %{name} ont été révoqués.',
  one: {
    title: 'Révoquer le jeton %{name} de %{owner} ?',
    body: 'Les scripts qui l’utilisent sont refusés dès maintenant. Il ne revient pas ; un nouveau peut être créé.',
    confirm: 'Révoquer le jeton',
  },
  all: {
    label: 'Tout révoquer…',
    title: 'Révoquer tous les jetons de %{name} ?',
    body: 'Tout script qui agit en son nom est refusé dès maintenant. De nouveaux jetons restent possibles.',
    confirm: 'Révoquer %{smart_count} jeton |||| Révoquer %{smart_count} jetons',
  },
};
