export const roles: [value: string, dutch: string, english: string][];
