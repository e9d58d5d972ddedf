// Who may ask, in the order in which the page offers it: value of the API, Dutch, English.
export const roles = [
  ['REQUESTER_ROLE_POH_JEUGD', 'POH-jeugd', 'Youth practice worker (POH-jeugd)'],
  ['REQUESTER_ROLE_SOH_KJP', 'SOH-KJP', 'Youth psychiatry specialist (SOH-KJP)'],
  ['REQUESTER_ROLE_GP', 'Huisarts', 'GP'],
  ['REQUESTER_ROLE_YOUTH_DOCTOR', 'Jeugdarts', 'Youth doctor'],
  ['REQUESTER_ROLE_LOCAL_TEAM', 'Wijkteam of gemeente', 'Local team or municipality'],
  ['REQUESTER_ROLE_SCHOOL', 'School', 'School'],
  ['REQUESTER_ROLE_OTHER', 'Anders', 'Other'],
];
