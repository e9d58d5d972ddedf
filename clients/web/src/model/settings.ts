// What this browser remembers: place, role, language, looks. Never a question. Nothing of it is sent but as part of a request.
export interface Settings {
  place: string;
  role: string;
  language: 'nl' | 'en';
  theme: 'auto' | 'light' | 'dark';
  shortcuts: boolean;
  practice: string;  // name and phone for the head of the leaflet
}

const key = 'sociale-kaart';
const defaults: Settings = {place: '', role: 'REQUESTER_ROLE_POH_JEUGD', language: 'nl', theme: 'auto', shortcuts: true, practice: ''};

export function loadSettings(): Settings {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Settings>;
    return {...defaults, ...stored};
  } catch {
    return {...defaults}; // storage is switched off, or holds what is not ours
  }
}

export function saveSettings(settings: Settings): void {
  try {
    localStorage.setItem(key, JSON.stringify(settings));
  } catch {
    // Remembering is a convenience.
  }
}
