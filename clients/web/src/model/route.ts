// Views and their addresses. Only codes and ids stand in an address, never text that somebody typed.

export type Route =
  | {view: 'consult'}
  | {view: 'leaflet'}
  | {view: 'search'; levels: string[]; kinds: string[]; problems: string[]; free: boolean}
  | {view: 'supply'; municipality: string}
  | {view: 'service'; id: string}
  | {view: 'compare'; ids: string[]}
  | {view: 'help'};

const codes = (text: string | null) => (text ?? '').split(',').filter((code) => /^[a-z0-9-]{1,60}$/i.test(code));

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', rest = ''] = path.split('/');
  const parameters = new URLSearchParams(query);
  switch (view) {
    case 'folder':
      return {view: 'leaflet'};
    case 'zoeken':
      return {view: 'search', levels: codes(parameters.get('stap')), kinds: codes(parameters.get('soort')), problems: codes(parameters.get('probleem')), free: parameters.get('vrij') === '1'};
    case 'aanbod':
      if (rest !== '' && !rest.startsWith('GM')) return {view: 'service', id: rest};
      return {view: 'supply', municipality: /^GM\d{4}$/.test(rest) ? rest : ''};
    case 'vergelijk':
      return {view: 'compare', ids: codes(rest).slice(0, 3)};
    case 'uitleg':
      return {view: 'help'};
    default:
      return {view: 'consult'};
  }
}

export function toHash(route: Route): string {
  switch (route.view) {
    case 'consult':
      return '#/';
    case 'leaflet':
      return '#/folder';
    case 'search': {
      const parts = [
        ['stap', route.levels.join(',')],
        ['soort', route.kinds.join(',')],
        ['probleem', route.problems.join(',')],
        ['vrij', route.free ? '1' : ''],
      ].filter(([, value]) => value !== '');
      return `#/zoeken${parts.length > 0 ? `?${parts.map((part) => part.join('=')).join('&')}` : ''}`;
    }
    case 'supply':
      return route.municipality ? `#/aanbod/${route.municipality}` : '#/aanbod';
    case 'service':
      return `#/aanbod/${route.id}`;
    case 'compare':
      return `#/vergelijk/${route.ids.join(',')}`;
    case 'help':
      return '#/uitleg';
  }
}

export const searchRoute: Route & {view: 'search'} = {view: 'search', levels: [], kinds: [], problems: [], free: false};

export const serviceId = (name: string | undefined) => (name ?? '').replace(/^services\//, '');
