// Made by domain_data.mjs from data/ at build time.
declare module 'domain-data' {
  type Pair = [code: string, name: string];
  const data: {
    levels: {code: string; level: string; name: string}[];
    kinds: Pair[];
    problems: Pair[];
    access: Pair[];
    helpLines: {name: string; phone: string; checked: string}[];
  };
  export default data;
}
