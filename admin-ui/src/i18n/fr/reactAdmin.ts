/** Les mots de react-admin, là où les nôtres sont plus simples. */
export const reactAdmin = {
  action: { remove_all_filters: 'Effacer les filtres', select_columns: 'Colonnes', refresh: 'Actualiser' },
  boolean: { true: 'Oui', false: 'Non', null: 'Tous' },
  message: {
    invalid_form: 'Quelque chose ne va pas encore. Voyez sous le champ.',
    unsaved_changes: 'Vos modifications ne sont pas enregistrées. Quitter cette page et les perdre ?',
    error: 'Cette page s’est arrêtée. Rien de ce qui était enregistré n’est perdu. Rechargez-la.',
  },
  notification: {
    http_error: 'Clearview n’a pas répondu.',
    item_doesnt_exist: 'Cela n’existe pas, ou a été supprimé entre-temps.',
    logged_out: 'Votre session est terminée.',
    not_authorized: 'Vous n’en avez pas le droit.',
  },
  page: { not_found: 'Page introuvable', access_denied: 'Vous ne pouvez pas voir ceci' },
  validation: { required: 'À remplir.' },
};
