"""Pages of people and organisations: sign-in, profile, second factor, organisation, members, invitations, keys."""
