// The part of proto/socialekaart/v1 that the page reads and writes, as proto3 JSON. A field with its default value may be left out
// by the server, so everything is optional; int64 comes as a string.

export type HelpLevel = `HELP_LEVEL_${string}`;
export type Fit = 'FIT_UNSPECIFIED' | 'FIT_YES' | 'FIT_UNKNOWN' | 'FIT_NO';

export interface Municipality {
  code?: string;
  displayName?: string;
}

export interface ResolvedPlace {
  displayName?: string;
  point?: {latitude?: number; longitude?: number};
  approximate?: boolean;
  municipalities?: Municipality[];
  postalCode4?: string;
  postalCode6?: string;
  candidates?: ResolvedPlace[];
}

export interface PlaceInput {
  text?: string;
  municipalityCode?: string;
  postalCode?: string;
}

export interface Phone {
  number?: string;
  description?: string;
}

export interface Contact {
  name?: string;
  title?: string;
  department?: string;
  email?: string;
  phones?: Phone[];
}

export interface Address {
  address1?: string;
  city?: string;
  postalCode?: string;
}

export interface Location {
  displayName?: string;
  locationType?: string;
  latitude?: number;
  longitude?: number;
  addresses?: Address[];
  confidential?: boolean;
}

export interface Schedule {
  byday?: string;
  opensAt?: string;
  closesAt?: string;
  description?: string;
}

export interface Service {
  name?: string;
  displayName?: string;
  alternateName?: string;
  description?: string;
  url?: string;
  email?: string;
  status?: string;
  applicationProcess?: string;
  feesDescription?: string;
  eligibilityDescription?: string;
  minimumAge?: number;
  maximumAge?: number;
  assuredDate?: string;
  alert?: string;
  phones?: Phone[];
  contacts?: Contact[];
  schedules?: Schedule[];
  serviceAreas?: {name?: string; extent?: string}[];
  serviceAtLocations?: {locationDetail?: Location}[];
  languages?: {name?: string; code?: string}[];
  organizationDetail?: {displayName?: string; website?: string; description?: string};
  profile?: {
    levels?: HelpLevel[];
    kind?: string;
    problems?: string[];
    excludedProblems?: string[];
    access?: string[];
    contractedBy?: string[];
    waitingDays?: number;
    waitingMeasuredDate?: string;
  };
}

export interface Reason {
  rule?: string;
  text?: string;
  level?: HelpLevel;
}

export interface Suggestion {
  service?: Service;
  distanceM?: number;
  distanceApproximate?: boolean;
  ageFit?: Fit;
  areaFit?: Fit;
  problemFit?: Fit;
  accessFit?: Fit;
  contractFit?: Fit;
  reasons?: Reason[];
}

export interface LadderStep {
  level?: HelpLevel;
  state?: string;
  reasons?: Reason[];
  suggestions?: Suggestion[];
  gap?: boolean;
  displayName?: string;
  description?: string;
  alternative?: {suggestion?: Suggestion; text?: string};
}

export interface HelpLine {
  displayName?: string;
  phone?: string;
  url?: string;
  description?: string;
  checkedDate?: string;
}

export interface SafetyAdvice {
  topics?: string[];
  firstStep?: string;
  helpLines?: HelpLine[];
  soft?: boolean;
  reasons?: Reason[];
  steps?: string[];
  reportSteps?: string[];
}

export interface UnderstoodProblem {
  problem?: string;
  displayName?: string;
  matchedText?: string;
  offset?: number;
  length?: number;
  negated?: boolean;
  past?: boolean;
  hypothetical?: boolean;
  about?: string;
  code?: string;
}

export interface OpenQuestion {
  field?: string;
  text?: string;
  levelIfWorst?: HelpLevel;
  consequence?: string;
}

export interface MatchRequest {
  question: string;
  problemCodes: string[];
  ageYears?: number;
  place?: PlaceInput;
  requesterRole: string;
  assessment: Record<string, number>;
  triedLevels: HelpLevel[];
  maxServicesPerLevel: number;
  chosenLevel?: HelpLevel;
  chosenReason?: string;
}

export interface MatchResponse {
  level?: HelpLevel;
  reasons?: Reason[];
  ladder?: LadderStep[];
  safety?: SafetyAdvice;
  openQuestions?: OpenQuestion[];
  problems?: UnderstoodProblem[];
  place?: ResolvedPlace;
  placeFault?: {description?: string; expected?: string};
  masked?: {kind?: string; offset?: number; length?: number}[];
  notUnderstood?: {offset?: number; length?: number}[];
  recordText?: string;
  familyText?: string;
  policyVersion?: string;
  ageYears?: number;
  suggestionsUnavailable?: boolean;
  model?: string;
  conversationStarters?: string[];
  schoolPartnerships?: {code?: string; sector?: string}[];
  chosenLevel?: HelpLevel;
  chosenReason?: string;
}

export interface OverrideReason {
  code?: string;
  displayName?: string;
}

export interface Override {
  advisedLevel: HelpLevel;
  chosenLevel: HelpLevel;
  reason: string;
  municipalityCode: string;
  problems: string[];
}

export interface SearchRequest {
  text: string;
  place?: PlaceInput;
  ageYears?: number;
  filter: {levels?: HelpLevel[]; kinds?: string[]; problems?: string[]; freeAccess?: boolean; radiusM?: number};
  pageSize: number;
  pageToken?: string;
  facets?: string[];
}

export interface SearchResult {
  service?: Service;
  distanceM?: number;
  distanceApproximate?: boolean;
  ageFit?: Fit;
  areaFit?: Fit;
  snippet?: string;
}

export interface SearchResponse {
  results?: SearchResult[];
  nextPageToken?: string;
  totalSize?: string;
  place?: ResolvedPlace;
  correctedText?: string;
  facets?: {facet?: string; values?: {value?: string; displayName?: string; count?: string}[]}[];
  noGoodMatch?: boolean;
}

export interface TermSuggestion {
  text?: string;
  kind?: string;
  code?: string;
  count?: string;
}

export interface SupplyCell {
  services?: string;
  generalServices?: string;
  freshServices?: string;
  gap?: boolean;
  shortestWaitingDays?: number;
}

export interface SupplyResponse {
  place?: ResolvedPlace;
  levels?: {level?: HelpLevel; displayName?: string; offered?: boolean}[];
  rows?: {problem?: string; displayName?: string; cells?: SupplyCell[]}[];
  freshness?: {
    services?: string;
    fresh?: string;
    aging?: string;
    stale?: string;
    never?: string;
    waitingKnown?: string;
    oldestCheckedDate?: string;
    stalestServices?: string[];
  };
  municipalities?: {municipality?: Municipality; services?: string; freshServices?: string; gaps?: number}[];
}
