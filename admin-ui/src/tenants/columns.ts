/** The columns of the list that can be hidden; the name is what the list is about. */
export const COLUMNS = ['id', 'domains', 'state', 'score', 'trend', 'last_scan_at', 'created_at'] as const;

/** Until somebody asks for them. */
export const HIDDEN = ['id', 'created_at'];
