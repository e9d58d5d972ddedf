// Says what went wrong and what to do, with the help lines near when advice cannot be given.
import {t} from '../text/index.ts';

const notFound = /^(not_found|invalid_argument): /;

export function Failure({failure, onRetry}: {failure: string; onRetry?: () => void}) {
  const offline = failure.startsWith('offline');
  const text = offline ? t('offlineConsult') : failure.startsWith('unavailable') ? t('errorUnavailable') : notFound.test(failure) ? failure.replace(notFound, '') : t('errorOther');
  return (
    <div class="notice notice--stop" role="alert">
      <p class="notice__title">{t(offline ? 'offlineTitle' : 'errorTitle')}</p>
      <p>{text}</p>
      {onRetry && <button type="button" class="utrecht-button utrecht-button--secondary-action" onClick={onRetry}>{t('retry')}</button>}
    </div>
  );
}
