// Another step than the advised one: the professional decides. The choice and its reason come in the record; the server counts them
// without anything about a child. Safety advice stands above all of this and stays.
import {useState} from 'preact/hooks';
import {overrideReasons, recordOverride} from '../api/client.ts';
import type {HelpLevel, OverrideReason} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {type Consult, otherSteps, overrideOf, safetyOf} from '../model/consult.ts';
import {dutch, t} from '../text/index.ts';

export function Override({consult}: {consult: Consult}) {
  return consult.response?.chosenLevel ? <Chosen consult={consult} /> : <Choose consult={consult} />;
}

const focusLater = (id: string) => requestAnimationFrame(() => document.getElementById(id)?.focus());

function Chosen({consult}: {consult: Consult}) {
  const {revise} = useApp();
  const {response} = consult;
  const step = response?.ladder?.find(({level}) => level === response.chosenLevel);
  return (
    <div class="notice chosen" role="group" aria-labelledby="chosen-title">
      <p class="notice__title" id="chosen-title" tabIndex={-1}>{t('chosenTitle')} <span {...dutch()}>{step?.displayName}</span></p>
      <p>{t('chosenReason')} <span {...dutch()}>{response?.chosenReason}</span>. {t('chosenWhere')}</p>
      <button type="button" class="linklike" onClick={() => { revise({...consult, chosen: undefined}); focusLater('advies'); }}>{t('chosenBack')}</button>
    </div>
  );
}

function Choose({consult}: {consult: Consult}) {
  const {revise} = useApp();
  const [reasons, setReasons] = useState<OverrideReason[]>([]);
  const [level, setLevel] = useState('');
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const safety = safetyOf(consult);
  const flagged = safety !== undefined && safety.advice.soft !== true;
  const unfold = (event: Event) => {
    if (!(event.currentTarget as HTMLDetailsElement).open || reasons.length > 0) return;
    overrideReasons(consult.response?.place?.municipalities?.[0]?.code ?? '').then(setReasons, () => setFault(t('errorOther')));
  };
  const choose = (event: Event) => {
    event.preventDefault();
    const missing = level === '' ? 'override-step' : reason === '' ? 'override-reason' : '';
    setFault(missing === '' ? '' : t('overrideMissing'));
    if (missing !== '') return document.getElementById(missing)?.focus();
    const choice = {level: level as HelpLevel, reason};
    // The count is for those who keep the rules: without it the choice stands all the same.
    recordOverride(overrideOf(consult, choice)).catch(() => undefined);
    revise({...consult, chosen: choice});
    focusLater('advies');
  };
  return (
    <details class="fold override" onToggle={unfold}>
      <summary>{t('overrideTitle')}</summary>
      <form class="override__form" onSubmit={choose} noValidate>
        <p class="quiet">{t('overrideLead')}{flagged && ` ${t('overrideFlag')}`}</p>
        <div class="field">
          <label class="utrecht-form-label" for="override-step">{t('overrideStep')}</label>
          <select class="utrecht-select utrecht-select--html-select" id="override-step" value={level} aria-describedby="override-fault" onChange={(event) => setLevel(event.currentTarget.value)}>
            <option value="">{t('choose')}</option>
            {otherSteps(consult).map((step) => <option key={step.level} value={step.level} {...dutch()}>{step.displayName}</option>)}
          </select>
        </div>
        <div class="field">
          <label class="utrecht-form-label" for="override-reason">{t('overrideReason')}</label>
          <select class="utrecht-select utrecht-select--html-select" id="override-reason" value={reason} aria-describedby="override-fault" onChange={(event) => setReason(event.currentTarget.value)}>
            <option value="">{reasons.length === 0 && fault === '' ? t('loading') : t('choose')}</option>
            {reasons.map(({code, displayName}) => <option key={code} value={code} {...dutch()}>{displayName}</option>)}
          </select>
        </div>
        <button type="submit" class="utrecht-button utrecht-button--secondary-action">{t('overrideGo')}</button>
        <p class="ask__fault" id="override-fault" role="alert">{fault}</p>
      </form>
    </details>
  );
}
