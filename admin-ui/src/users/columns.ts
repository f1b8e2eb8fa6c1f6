/** The columns of the list that can be hidden; the name is what the list is about. */
export const COLUMNS = [
  'id',
  'role',
  'is_active',
  'second_factor',
  'created_at',
  'updated_at',
  'last_login_at',
  'live_sessions',
] as const;

/** Until somebody asks for them. */
export const HIDDEN = ['id', 'updated_at'];
