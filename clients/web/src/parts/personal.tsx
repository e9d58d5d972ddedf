// Says in a friendly way that something looks like personal data, and takes it out when asked. What is said here was not sent.
import {type Finding, findPersonalData} from '../model/privacy.ts';
import {maybe, t} from '../text/index.ts';

export function withoutPersonalData(text: string): string {
  const findings = findPersonalData(text);
  return findings.reduceRight((rest, {begin, end}) => rest.slice(0, begin) + rest.slice(end), text).replace(/\s{2,}/g, ' ').trim();
}

export function PersonalNotice({id, text, findings, onClean}: {id: string; text: string; findings: Finding[]; onClean: () => void}) {
  return (
    <div id={id} role="alert">
      {findings.length > 0 && (
        <div class="notice notice--stop">
          <p class="notice__title">{t('personalTitle')}</p>
          {findings.map(({kind, begin, end}) => (
            <p key={begin}>{maybe(`personal_${kind}`).replace('{text}', text.slice(begin, end))}</p>
          ))}
          <p>{t('personalHelp')}</p>
          <button class="utrecht-button utrecht-button--secondary-action" type="button" onClick={onClean}>{t('personalRemove')}</button>
        </div>
      )}
    </div>
  );
}
