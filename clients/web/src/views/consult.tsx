// The consult: ask, be warned, read the advice, walk the ladder, answer what is open, take the texts along.
import {useApp} from '../app_context.ts';
import {safetyOf, type Typed} from '../model/consult.ts';
import {AskForm} from '../parts/ask_form.tsx';
import {Failure} from '../parts/failure.tsx';
import {Ladder} from '../parts/ladder.tsx';
import {MapToggle} from '../parts/map_toggle.tsx';
import {Override} from '../parts/override.tsx';
import {Questions} from '../parts/questions.tsx';
import {RecordText} from '../parts/record.tsx';
import {Safety} from '../parts/safety.tsx';
import {Understood} from '../parts/understood.tsx';
import {dutch, t} from '../text/index.ts';

export function ConsultView({typed}: {typed: Partial<Typed>}) {
  const {consult, failure, revise, busy} = useApp();
  const response = consult?.response;
  const safety = consult && safetyOf(consult);
  const advised = response?.ladder?.find((step) => step.level === response.level);
  const next = response?.ladder?.find((step) => step.state === 'STATE_NEXT');
  const services = (response?.ladder ?? []).filter((step) => step.state === 'STATE_ADVISED' || step.state === 'STATE_NEXT' || step.level === response?.chosenLevel).flatMap((step) => (step.suggestions ?? []).flatMap((suggestion) => suggestion.service ?? []));
  return (
    <>
      <AskForm typed={typed} />
      {failure && consult && <Failure failure={failure} onRetry={() => revise(consult)} />}
      {consult && response && (
        <div class="result" aria-busy={busy}>
          {safety && !safety.advice.soft && <Safety {...safety} />}
          <Understood consult={consult} />
          <div class="result__columns">
            <div class="result__main">
              {safety?.advice.soft && <Safety {...safety} />}
              <section class="advice" aria-labelledby="advies">
                <p class="label">{t('adviceLabel')}</p>
                <h2 class="advice__level" id="advies" tabIndex={-1} {...dutch()}>{advised?.displayName}</h2>
                <p class="advice__about" {...dutch()}>{advised?.description}</p>
                <ul class="reasons" aria-label={t('whyStep')} {...dutch()}>{response.reasons?.map((reason) => <li key={reason.rule}>{reason.text}</li>)}</ul>
                {next && <p class="advice__next">{t('adviceNext', {name: next.displayName ?? ''})}</p>}
                <Override consult={consult} />
              </section>
              <Ladder consult={consult} />
              <MapToggle services={services} place={response.place} />
            </div>
            <div class="result__side">
              <Questions consult={consult} />
              <RecordText text={response.recordText ?? ''} />
              <section class="panel" aria-labelledby="leaflet-title">
                <h2 class="panel__title" id="leaflet-title">{t('leafletTitle')}</h2>
                <p class="quiet">{t('leafletLead')}</p>
                <a class="utrecht-button utrecht-button--secondary-action" href="#/folder">{t('leafletOpen')}</a>
              </section>
              {(response.conversationStarters ?? []).length > 0 && (
                <section class="panel" aria-labelledby="starters-title">
                  <h2 class="panel__title" id="starters-title">{t('startersTitle')}</h2>
                  <ul class="starters" {...dutch()}>{response.conversationStarters?.map((text) => <li key={text}>{text}</li>)}</ul>
                </section>
              )}
              <p class="quiet version">{response.model && <>{t('model', {name: response.model})}<br /></>}{t('policy', {version: response.policyVersion ?? ''})}</p>
            </div>
          </div>
        </div>
      )}
    </>
  );
}
