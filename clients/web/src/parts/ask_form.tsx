// One line, an age and a place. The same form as the one in index.html that works without a script.
import {useEffect, useState} from 'preact/hooks';
import {roles} from '../../roles.mjs';
import type {TermSuggestion} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import type {Typed} from '../model/consult.ts';
import {parseAge} from '../model/format.ts';
import {completable, findPersonalData} from '../model/privacy.ts';
import {searchRoute, serviceId} from '../model/route.ts';
import {currentLanguage, t, table} from '../text/index.ts';
import {Combobox} from './combobox.tsx';
import {PersonalNotice, withoutPersonalData} from './personal.tsx';

const placeFragment = (text: string) => (/^[\p{L}'’ ()-]{2,}$/u.test(text) && findPersonalData(text).length === 0 ? text : undefined);

export function AskForm({typed}: {typed: Partial<Typed>}) {
  const {settings, change, ask, go, consult, busy, restart} = useApp();
  const [question, setQuestion] = useState(consult?.original ?? typed.question ?? '');
  const [age, setAge] = useState(() => String(consult?.ageYears ?? typed.ageYears ?? ''));
  const [place, setPlace] = useState(settings.place);
  const [fault, setFault] = useState<'' | 'question' | 'age'>('');
  const findings = findPersonalData(question);
  const placeFindings = findPersonalData(place);
  const first = consult === undefined;

  // Begun anew, or chosen elsewhere on the page.
  useEffect(() => {
    if (consult === undefined && typed.question === undefined) setQuestion('');
    if (consult) setQuestion(consult.original);
  }, [consult?.original]);
  useEffect(() => setPlace(settings.place), [settings.place]);
  useEffect(() => {
    const understood = consult?.response?.ageYears;
    if (understood !== undefined) setAge(String(understood).replace('.', currentLanguage() === 'nl' ? ',' : '.'));
  }, [consult?.response?.ageYears]);

  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (findings.length > 0 || placeFindings.length > 0) return document.getElementById(findings.length > 0 ? 'question' : 'place')?.focus();
    const years = parseAge(age);
    const wrong = question.trim() === '' ? 'question' : Number.isNaN(years) ? 'age' : '';
    setFault(wrong);
    if (wrong !== '') return document.getElementById(wrong)?.focus();
    if (place !== settings.place) change({place: place.trim()});
    ask({question: question.trim(), ageYears: years, place: place.trim() === '' ? undefined : {text: place.trim()}, role: settings.role});
  };

  const pick = ({kind, code = '', text = ''}: TermSuggestion) => {
    if (kind === 'service') return go({view: 'service', id: serviceId(code)});
    if (kind === 'kind') return go({...searchRoute, kinds: [code]});
    if (kind === 'place') {
      setQuestion(question.replace(/\S*$/, ''));
      setPlace(text);
      return document.getElementById('place')?.focus();
    }
    setQuestion(question.replace(/\S*$/, `${text.toLowerCase()} `));
  };

  return (
    <form class={`ask ${first ? 'ask--first' : 'ask--again'}`} onSubmit={submit} noValidate autocomplete="off">
      <h1 class="ask__title" tabIndex={-1}>{t('askTitle')}</h1>
      {first && <p class="ask__lead">{t('askLead')}</p>}
      <div class="ask__grid">
        <div class="field field--question">
          <Combobox id="question" name="question" label={t('question')} value={question} fragment={completable} kinds={['problem', 'kind', 'service', 'place']}
            hint={t('questionHint')} describedBy="question-fault" invalid={findings.length > 0 || fault === 'question'} onInput={setQuestion} onPick={pick} />
        </div>
        <div class="field field--age">
          <label class="utrecht-form-label" for="age">{t('age')}</label>
          <input class={`utrecht-textbox${fault === 'age' ? ' utrecht-textbox--invalid' : ''}`} id="age" name="age_years" value={age} inputMode="decimal" maxLength={8} autocomplete="off"
            aria-invalid={fault === 'age' ? true : undefined} aria-describedby="question-fault" onInput={(event) => setAge(event.currentTarget.value)} />
        </div>
        <div class="field field--place">
          <Combobox id="place" name="place" label={t('place')} value={place} fragment={placeFragment} kinds={['place']} describedBy="place-fault" invalid={placeFindings.length > 0}
            onInput={setPlace} onPick={({text = ''}) => setPlace(text)} />
        </div>
        <div class="field field--role">
          <label class="utrecht-form-label" for="role">{t('role')}</label>
          <select class="utrecht-select utrecht-select--html-select" id="role" name="requester_role" value={settings.role} onChange={(event) => change({role: event.currentTarget.value})}>
            {roles.map(([value, dutchName, english]) => <option key={value} value={value}>{currentLanguage() === 'nl' ? dutchName : english}</option>)}
          </select>
        </div>
        <div class="field field--go">
          <button class="utrecht-button utrecht-button--primary-action" type="submit" aria-disabled={busy}>{busy ? t('loading') : first ? t('ask') : t('askAgain')}</button>
        </div>
      </div>
      <PersonalNotice id="question-fault" text={question} findings={findings} onClean={() => { setQuestion(withoutPersonalData(question)); document.getElementById('question')?.focus(); }} />
      <PersonalNotice id="place-fault" text={place} findings={placeFindings} onClean={() => { setPlace(withoutPersonalData(place)); document.getElementById('place')?.focus(); }} />
      <p class="ask__fault" role="alert">{fault === 'question' && question.trim() === '' ? t('questionMissing') : fault === 'age' && Number.isNaN(parseAge(age)) ? t('ageInvalid') : ''}</p>
      <div class="ask__foot">
        <p class="ask__privacy">{t('privacy')}</p>
        {!first && <button class="utrecht-button utrecht-button--subtle" type="button" onClick={restart}>{t('newQuestion')}</button>}
      </div>
      {first && (
        <div class="examples">
          <h2 class="examples__title" id="examples">{t('examplesTitle')}</h2>
          <ul aria-labelledby="examples">
            {table().examples.map((example, index) => (
              <li key={example}>
                <button class="examples__one" type="button" lang="nl" onClick={() => { setQuestion(example); setAge(table().exampleAges[index] ?? ''); document.getElementById('question')?.focus(); }}>
                  {example}, {table().exampleAges[index]} jaar
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </form>
  );
}
