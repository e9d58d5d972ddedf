// The ladder of help: a heading for each step, lightest first. The step that is taken is open, the others unfold.
import type {LadderStep} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {type Consult, toggleTried} from '../model/consult.ts';
import {levelCode} from '../model/domain.ts';
import {searchRoute, toHash} from '../model/route.ts';
import {whyTexts} from '../model/service_view.ts';
import {dutch, maybe, t} from '../text/index.ts';
import {Card} from './card.tsx';

const shownPerStep = 3;
const stateClass: Record<string, string> = {
  STATE_ADVISED: 'advised',
  STATE_NEXT: 'next',
  STATE_NOT_ENOUGH: 'low',
  STATE_TRIED: 'low',
  STATE_NOT_NEEDED: 'high',
  STATE_NOT_OFFERED: 'none',
};

export function Ladder({consult}: {consult: Consult}) {
  return (
    <section class="ladder" aria-labelledby="ladder-title">
      <h2 class="section-title" id="ladder-title">{t('ladderTitle')}</h2>
      <ol class="ladder__steps">
        {consult.response?.ladder?.map((step) => <Step key={step.level} step={step} consult={consult} />)}
      </ol>
    </section>
  );
}

function Step({step, consult}: {step: LadderStep; consult: Consult}) {
  const state = step.state ?? '';
  const suggestions = step.suggestions ?? [];
  const none = state === 'STATE_NOT_OFFERED';
  const taken = consult.response?.chosenLevel;
  const chosen = taken !== undefined && step.level === taken;
  const head = (
    <>
      <h3 class="step__name" {...dutch()}>{step.displayName}</h3>
      <span class={`state state--${stateClass[state] ?? 'none'}`}>{maybe(`state_${state}`)}</span>
      {chosen && <span class="state state--chosen">{t('stateChosen')}</span>}
    </>
  );
  return (
    <li class={`step step--${stateClass[state] ?? 'none'}${chosen ? ' step--chosen' : ''}`}>
      <span class="step__node" aria-hidden="true" />
      {none ? <div class="step__head">{head}</div> : (
        <details class="step__fold" open={taken === undefined ? state === 'STATE_ADVISED' : chosen}>
          <summary class="step__head">{head}</summary>
          <div class="step__body">
            <p class="step__about" {...dutch()}>{step.description}</p>
            {(step.reasons ?? []).length > 0 && state !== 'STATE_ADVISED' && <ul class="reasons" aria-label={t('whyStep')} {...dutch()}>{step.reasons?.map((reason) => <li key={reason.rule}>{reason.text}</li>)}</ul>}
            <StepServices step={step} consult={consult} count={suggestions.length} />
          </div>
        </details>
      )}
    </li>
  );
}

function StepServices({step, consult, count}: {step: LadderStep; consult: Consult; count: number}) {
  const {widen, wide, busy, revise} = useApp();
  const level = step.level ?? 'HELP_LEVEL_UNSPECIFIED';
  const suggestions = step.suggestions ?? [];
  return (
    <>
      {consult.response?.suggestionsUnavailable && <p class="notice">{t('noSuggestions')}</p>}
      {step.gap && <p class="notice notice--gap">{t('gap')}</p>}
      {step.alternative?.suggestion?.service && (
        <div class="alternative">
          <h4 class="label">{t('gapAlternative')}</h4>
          <p {...dutch()}>{step.alternative.text}</p>
          <Card found={{...step.alternative.suggestion, service: step.alternative.suggestion.service}} />
        </div>
      )}
      {suggestions.map((suggestion) => suggestion.service && <Card key={suggestion.service.name} found={{...suggestion, service: suggestion.service}} why={whyTexts(suggestion)} />)}
      <div class="step__foot">
        {!wide && count >= shownPerStep && <button type="button" class="utrecht-button utrecht-button--secondary-action" aria-disabled={busy} onClick={widen}>{t('moreAtStep')}</button>}
        {wide && count > shownPerStep && <a class="utrecht-link" href={toHash({...searchRoute, levels: [levelCode(level)]})}>{t('allAtStep')}</a>}
        <label class="tried"><input type="checkbox" checked={consult.tried.includes(level)} onChange={() => { revise(toggleTried(consult, level)); document.getElementById('advies')?.focus(); }} /><span>{t('tried')}</span></label>
      </div>
    </>
  );
}
