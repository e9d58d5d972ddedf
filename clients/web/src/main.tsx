// Takes over from the plain form in index.html, with whatever was already typed there.
import {render} from 'preact';
import {Page, startSettings} from './app.tsx';
import {parseAge} from './model/format.ts';

const value = (id: string) => document.querySelector<HTMLInputElement>(`#static-form #${id}`)?.value ?? '';
const typed = {question: value('question'), ageYears: parseAge(value('age'))};
const settings = startSettings();
const place = value('place');
const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<Page settings={place ? {...settings, place} : settings} typed={typed} />, root);
  // The cursor stands in the box. The one that index.html put there went with its form.
  document.getElementById('question')?.focus();
}

if ('serviceWorker' in navigator) void navigator.serviceWorker.register('./sw.js').catch(() => undefined);
