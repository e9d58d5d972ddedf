// The map comes on demand, with its library; the list says the same.
import {useEffect, useRef, useState} from 'preact/hooks';
import {outlineOf} from '../api/client.ts';
import type {ResolvedPlace, Service} from '../api/types.ts';
import {useApp} from '../app_context.ts';
import {points} from '../model/service_view.ts';
import {tilesHost} from '../model/tiles.ts';
import {t} from '../text/index.ts';

export function MapToggle({services, place}: {services: Service[]; place: ResolvedPlace | undefined}) {
  const {go} = useApp();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const shown = points(services);
  const [outlined, setOutlined] = useState('');
  const gemeente = place?.candidates?.length ? undefined : place?.municipalities?.length === 1 ? place.municipalities[0] : undefined;
  const key = [gemeente?.code, place?.displayName, ...shown.map((point) => point.id + point.latitude)].join();
  useEffect(() => {
    if (!open || !box.current || shown.length === 0) return;
    let remove: (() => void) | undefined;
    let gone = false;
    const loadOutline = gemeente?.code ? outlineOf(gemeente.code).catch(() => []) : Promise.resolve([]);
    void import('../map.ts').then(async ({loadStyle, showMap}) => {
      const [outline] = await Promise.all([loadOutline, loadStyle()]);
      if (gone || !box.current) return;
      setOutlined(outline.length > 0 ? (gemeente?.displayName ?? '') : '');
      remove = showMap(box.current, {points: shown, around: place?.point, placeName: place?.displayName ?? t('mapYou'), outline}, (id) => go({view: 'service', id}));
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
          <figcaption class="quiet">
            {shown.length === 1 ? t('mapNoteOne') : t('mapNote', {count: shown.length})} {place?.point && t('mapCircle')} {outlined && t('mapOutline', {name: outlined})} {tilesHost() && t('mapTiles', {host: tilesHost()})}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}
