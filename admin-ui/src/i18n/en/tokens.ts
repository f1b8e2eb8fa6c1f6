/** What scripts may do in somebody's name. */
export const tokens = {
  title: 'API tokens%{count}',
  none: 'No script acts in their name.',
  make_own: 'Make a token for a script of yours',
  expired: 'Expired',
  expires_soon: 'Expires soon',
  ends: 'Expires',
  ended: 'Expired',
  never_used: 'Never used',
  last_used: 'Last used',
  from: 'from',
  only_from: 'Only from',
  revoke: 'Revoke',
  revoke_of: 'Revoke the token %{name}',
  revoked: 'The token %{name} was revoked.',
  revoked_already: 'The token %{name} was revoked already.',
  revoked_all:
    '%{smart_count} token of %{name} was revoked. |||| %{smart_count} tokens of %{name} were revoked.',
  one: {
    title: 'Revoke the token %{name} of %{owner}?',
    body: 'Scripts that use it are refused from now on. It cannot be brought back; a new one can be made.',
    confirm: 'Revoke token',
  },
  all: {
    label: 'Revoke all…',
    title: 'Revoke all tokens of %{name}?',
    body: 'Every script that acts in their name is refused from now on. They may make new ones.',
    confirm: 'Revoke %{smart_count} token |||| Revoke %{smart_count} tokens',
  },
};
