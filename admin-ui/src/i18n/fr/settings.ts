/** Ce qu’un administrateur demande à tous. */
export const settings = {
  page: 'Réglages',
  intro: 'Ce qui vaut pour tous, dès le prochain clic.',
  fields: {
    require_second_factor_admin: 'Un second facteur pour les administrateurs',
    require_second_factor_user: 'Un second facteur pour les utilisateurs',
    reauthenticate_admins: 'Redemander avant de modifier un administrateur',
    max_token_days: 'Vie la plus longue d’un jeton, en jours',
  },
  group: { second_factor: 'Second facteur', admins: 'Administrateurs', tokens: 'Jetons d’API' },
  help: {
    require_second_factor_admin: 'Qui n’en a pas en ajoute un avant que tout le reste ne s’ouvre.',
    require_second_factor_user: 'De même pour tous ceux qui ne sont pas administrateurs.',
    reauthenticate_admins:
      'Qui modifie, réinitialise ou supprime un autre administrateur, ou en nomme un, montre qui il est dans les dix minutes qui précèdent.',
    max_token_days: 'De 1 à 3650. Les jetons déjà créés gardent leur échéance.',
  },
  none_without: 'Tous les comptes actifs en ont un.',
  without: '%{count} compte actif n’en a pas. |||| %{count} comptes actifs n’en ont pas.',
  asked: 'Il leur est demandé dès le prochain clic.',
  own_first: 'Vous en faites partie : vous ajoutez le vôtre juste après l’enregistrement.',
  on: 'Activé',
  off: 'Désactivé',
  days: '%{smart_count} jour |||| %{smart_count} jours',
  days_needed: 'Saisissez un nombre entier de 1 à 3650.',
  action: { save: 'Enregistrer les réglages' },
  updated: 'Les réglages sont enregistrés.',
  stale: 'Quelqu’un a modifié les réglages entre-temps. Votre changement n’est pas encore enregistré.',
  trail: {
    title: 'Derniers changements',
    none: 'Personne ne les a encore modifiés.',
    all: 'Tous les changements des réglages',
  },
};
