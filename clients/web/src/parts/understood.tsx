// How the question was read, and the place to correct it.
import type {ResolvedPlace} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {addProblem, chips, type Consult, markedQuestion, removeProblem, wordsAt} from '../model/consult.ts';
import {allProblems} from '../model/domain.ts';
import {dutch, maybe, t} from '../text/index.ts';

// "Hengelo (Bronckhorst)", "Gemeente Hengelo", "7011 Gaanderen, Doetinchem"
function candidateName({displayName = '', municipalities}: ResolvedPlace): string {
  const municipality = municipalities?.[0]?.displayName ?? '';
  if (municipality === displayName) return `Gemeente ${municipality}`;
  return municipality === '' || displayName.includes('(') ? displayName : `${displayName}, ${municipality}`;
}

export function Understood({consult}: {consult: Consult}) {
  const {revise, change} = useApp();
  const {response} = consult;
  if (!response) return null;
  const list = chips(response);
  const there = new Set(list.map((chip) => chip.problem.problem));
  const missed = wordsAt(consult.original, response.notUnderstood);
  const masked = wordsAt(consult.original, response.masked);
  const candidates = response.place?.candidates ?? [];
  const choosePlace = (name: string, code: string, postalCode: string) => {
    change({place: name});
    revise({...consult, place: postalCode ? {postalCode} : {municipalityCode: code}});
  };
  return (
    <section class="understood" aria-labelledby="understood-title">
      <p class="understood__question"><span class="label">{t('youAsked')}</span> <q lang="nl">{markedQuestion(consult).map((part, index) => (part.marked ? <mark key={index}>{part.text}</mark> : part.text))}</q></p>
      <div class="understood__row">
        <h2 class="label" id="understood-title">{t('understood')}</h2>
        <ul class="chips" {...dutch()}>
          {list.map((chip) => (
            <li key={chip.key} class={`chip${chip.counts ? '' : ' chip--off'}${chip.flag ? ' chip--flag' : ''}`}>
              <span>{chip.name}</span>
              {chip.tags.map((tag) => <span class="chip__tag" key={tag}>{maybe(tag)}</span>)}
              {!chip.flag && (
                <button type="button" class="chip__out" aria-label={t('removeProblem', {name: chip.name})} onClick={() => { revise(removeProblem(consult, chip.problem)); document.getElementById('understood-add')?.focus(); }}>
                  <svg viewBox="0 0 16 16" aria-hidden="true"><path d="m4 4 8 8m0-8-8 8" /></svg>
                </button>
              )}
            </li>
          ))}
          {response.place?.displayName && candidates.length === 0 && <li class="chip chip--fact"><span>{response.place.displayName}</span></li>}
          <li class="chip-add">
            <label class="visually-hidden" for="understood-add">{t('addProblem')}</label>
            <select id="understood-add" class="chip-add__select" value="" onChange={(event) => { const code = event.currentTarget.value; event.currentTarget.value = ''; if (code) revise(addProblem(consult, code)); }}>
              <option value="">+ {t('addProblem')}</option>
              {allProblems.filter(([code]) => !there.has(code)).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
            </select>
          </li>
        </ul>
      </div>
      {list.length === 0 && <p class="notice">{t('understoodNothing')}</p>}
      {candidates.length > 0 && (
        <div class="notice" role="group" aria-labelledby="which-place">
          <p class="notice__title" id="which-place">{t('placeAmbiguous')}</p>
          <div class="row" {...dutch()}>
            {candidates.map((place) => (
              <button key={place.displayName} type="button" class="utrecht-button utrecht-button--secondary-action" onClick={() => choosePlace(place.displayName ?? '', place.municipalities?.[0]?.code ?? '', place.postalCode4 ?? '')}>
                {candidateName(place)}
              </button>
            ))}
          </div>
        </div>
      )}
      {response.placeFault && <p class="notice">{t('placeUnknown', {why: response.placeFault.description ?? ''})}</p>}
      {!response.place && !response.placeFault && <p class="notice">{t('placeNone')}</p>}
      {masked.length > 0 && <p class="notice">{t('masked', {words: masked.map((word) => `‘${word}’`).join(', ')})}</p>}
      {missed.length > 0 && <p class="quiet">{t('notUnderstood', {words: missed.map((word) => `‘${word}’`).join(', ')})}</p>}
    </section>
  );
}
