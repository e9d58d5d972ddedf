// The server's text for the parents as parts of a page. A paragraph of several lines begins with its heading; "- " is a list.
export interface Section {
  heading: string;  // "" = none
  paragraphs: string[];
  items: {text: string; phone: string}[];
}

const phonePattern = /\s*(?:\(([\d +-]{3,})\)|: ([\d-]{3,}))$/;

export function leafletSections(text: string): Section[] {
  return text.split('\n\n').filter(Boolean).map((block) => {
    const lines = block.split('\n').filter(Boolean);
    const heading = lines.length > 1 && !lines[0]?.startsWith('- ') ? (lines.shift() ?? '') : '';
    const items = lines.filter((line) => line.startsWith('- ')).map((line) => {
      const found = phonePattern.exec(line);
      return {text: line.slice(2).replace(phonePattern, ''), phone: found?.[1] ?? found?.[2] ?? ''};
    });
    return {heading, paragraphs: lines.filter((line) => !line.startsWith('- ')), items};
  });
}
