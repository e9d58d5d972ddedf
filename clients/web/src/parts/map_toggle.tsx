// The map comes on demand, with its library; the list says the same.
import {useEffect, useRef, useState} from 'preact/hooks';
import type {ResolvedPlace, Service} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {points} from '../model/service_view.ts';
import {t} from '../text/index.ts';

export function MapToggle({services, place}: {services: Service[]; place: ResolvedPlace | undefined}) {
  const {go} = useApp();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const shown = points(services);
  const key = shown.map((point) => point.id + point.latitude).join();
  useEffect(() => {
    if (!open || !box.current || shown.length === 0) return;
    let remove: (() => void) | undefined;
    let gone = false;
    void import('../map.ts').then(async ({loadStyle, showMap}) => {
      await loadStyle();
      if (!gone && box.current) remove = showMap(box.current, shown, place?.point, place?.displayName ?? t('mapYou'), (id) => go({view: 'service', id}));
    });
    return () => {
      gone = true;
      remove?.();
    };
  }, [open, key]);
  return (
    <div class="map-toggle">
      <button type="button" class="utrecht-button utrecht-button--secondary-action" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'mapHide' : 'mapShow')}</button>
      {open && (shown.length === 0 ? <p class="quiet">{t('mapNone')}</p> : (
        <figure class="map">
          <div class="map__box" ref={box} role="region" aria-label={t('mapLabel')} />
          <figcaption class="quiet">{t('mapNote', {count: shown.length})}</figcaption>
        </figure>
      ))}
    </div>
  );
}
