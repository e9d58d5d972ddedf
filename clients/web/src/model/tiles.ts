// Pictures of the land under the map: only from the server that the owner of this one named, and none by default, so that no other
// party learns where somebody looks.
export const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';

export const tilesUrl = () => meta('sk-tiles');
export const tilesBy = () => meta('sk-tiles-by');

// Who sees which area is looked at; "" = nobody.
export const tilesHost = () => /^https:\/\/([^/]+)/.exec(tilesUrl())?.[1] ?? '';
