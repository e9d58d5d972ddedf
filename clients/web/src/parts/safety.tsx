// A red flag: on top, loud, with the numbers to call. It cannot be closed. A soft notice is calm, and looks different.
import type {SafetyAdvice} from '../api/types.ts';
import {formatDate, telephone} from '../model/format.ts';
import {dutch, t} from '../text/index.ts';

export function Safety({advice, kept}: {advice: SafetyAdvice; kept: boolean}) {
  const soft = advice.soft === true;
  const [first, ...more] = [advice.firstStep ?? '', ...(advice.steps ?? []).filter((step) => !(advice.firstStep ?? '').split('\n').includes(step))];
  const lines = advice.helpLines ?? [];
  return (
    <section class={soft ? 'safety safety--soft' : 'safety'} role={soft ? 'status' : 'alert'} aria-labelledby="safety-title">
      <div class="safety__head">
        <svg class="safety__sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2.5 23 21.5H1Z" /><path class="safety__mark" d="M12 9v6m0 2.6v.4" /></svg>
        <div>
          <h2 class="safety__title" id="safety-title" tabIndex={-1}>{t(soft ? 'safetySoftTitle' : 'safetyTitle')}</h2>
          <p class="safety__lead">{t(kept ? 'safetyKept' : soft ? 'safetySoftLead' : 'safetyLead')}</p>
        </div>
      </div>
      <div class="safety__body" {...dutch()}>
        {(first ?? '').split('\n').map((line) => <p class="safety__first" key={line}>{line}</p>)}
        {lines.length > 0 && (
          <ul class="safety__lines">
            {lines.map((line) => (
              <li key={line.phone}>
                <a class="call" href={`tel:${telephone(line.phone ?? '')}`}><b>{line.phone}</b> <span>{line.displayName}</span></a>
                {!soft && <p>{line.description} <span class="quiet">{t('checkedOn', {date: formatDate(line.checkedDate)})}</span></p>}
              </li>
            ))}
          </ul>
        )}
        {more.length > 0 && <><h3 class="safety__sub">{t('safetyMore')}</h3><ol class="steps">{more.map((step) => <li key={step}>{step}</li>)}</ol></>}
        {(advice.reportSteps ?? []).length > 0 && (
          <details class="fold"><summary>{t('safetyReport')}</summary><ol class="steps steps--plain">{advice.reportSteps?.map((step) => <li key={step}>{step}</li>)}</ol></details>
        )}
        {(advice.reasons ?? []).length > 0 && (
          <details class="fold"><summary>{t('safetyWhy')}</summary><ul class="plain">{advice.reasons?.map((reason) => <li key={reason.text}>{reason.text}</li>)}</ul></details>
        )}
      </div>
    </section>
  );
}
