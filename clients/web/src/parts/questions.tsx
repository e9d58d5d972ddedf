// What is not known yet and would change the advice. Every answer asks again at once; the list keeps its order, so that nothing jumps
// under a hand.
import {useApp} from '../app_context.ts';
import {answer, type Consult, questionItems} from '../model/consult.ts';
import {dutch, t, table} from '../text/index.ts';

function words(field: string): string[] {
  const scales: Record<string, string[]> = {risk: table().rating_risk, support: table().rating_support, motivation: table().rating_motivation};
  return scales[field] ?? table().rating_default;
}

export function Questions({consult}: {consult: Consult}) {
  const {revise} = useApp();
  const {rated, spoken, age} = questionItems(consult);
  return (
    <section class="panel" aria-labelledby="questions-title">
      <h2 class="panel__title" id="questions-title">{t('questionsTitle')}</h2>
      {rated.length + spoken.length === 0 && age === undefined ? <p class="quiet">{t('questionsNone')}</p> : <p class="quiet">{t('questionsLead')}</p>}
      {age !== undefined && <p class="question"><span {...dutch()}>{age}</span> <a class="utrecht-link" href="#age" onClick={(event) => { event.preventDefault(); document.getElementById('age')?.focus(); }}>{t('askAge')}</a></p>}
      {spoken.length > 0 && <div class="spoken"><p class="label">{t('questionsAlsoAsk')}</p><ul class="plain" {...dutch()}>{spoken.map((text) => <li key={text}>{text}</li>)}</ul></div>}
      {rated.map((item) => (
        <fieldset class="question" key={item.field}>
          <legend {...dutch()}>{item.text}</legend>
          <div class="scale">
            {words(item.field).map((word, rating) => (
              <label key={rating} class="scale__one">
                <input type="radio" name={`rating-${item.field}`} value={rating} checked={item.rating === rating} onChange={() => revise(answer(consult, item.field, rating))} />
                <span>{word}</span>
              </label>
            ))}
          </div>
          {item.rating === undefined
            ? <p class="question__then" {...dutch()}>{item.consequence}</p>
            : <button type="button" class="linklike" onClick={() => revise(answer(consult, item.field, undefined))}>{t('ratingClear')}</button>}
        </fieldset>
      ))}
    </section>
  );
}
