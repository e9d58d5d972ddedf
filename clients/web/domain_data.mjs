// Reads what the page needs of data/*.textproto: the names of codes, and the help lines that are always shown.
import {readFileSync} from 'node:fs';
import path from 'node:path';

// Enough of textproto for these files: messages that stand at the start of a line, with their plain string and enum fields.
function messages(text, name) {
  const blocks = text.split(new RegExp(`^${name} \\{`, 'm')).slice(1);
  return blocks.map((block) => Object.fromEntries([...block.split(/^\w+ \{/m)[0].matchAll(/\b(\w+): (?:"([^"]*)"|([A-Z_0-9]+))/g)].map(([, key, string, word]) => [key, string ?? word])));
}

// {levels: [{code, level, name}], kinds: [[code, name]], problems, access, helpLines: [{name, phone}], levelNames}
export function domainData(folder) {
  const taxonomy = readFileSync(path.join(folder, 'taxonomy.textproto'), 'utf8');
  const pairs = (name) => messages(taxonomy, name).map(({code, display_name}) => [code, display_name]);
  const lines = messages(readFileSync(path.join(folder, 'help_lines.textproto'), 'utf8'), 'lines');
  const always = ['112', '113', 'veilig-thuis'];
  const data = {
    levels: messages(taxonomy, 'levels').map(({code, level, display_name}) => ({code, level, name: display_name})),
    kinds: pairs('kinds'),
    problems: pairs('problems'),
    access: pairs('access'),
    helpLines: always.map((id) => {
      const {display_name, phone, checked_date} = lines.find((line) => line.id === id);
      return {name: display_name, phone, checked: checked_date};
    }),
  };
  for (const [name, list] of Object.entries(data)) {
    if (list.length === 0 || list.flat().some((value) => value === undefined)) throw new Error(`data/: could not read ${name}`);
  }
  return data;
}
