/**
 * Warnings of Vega and Vega-Lite after which the picture still says what the spec says: about sizes, about what needs a
 * reader at the screen, about titles that layers share, and about an order. Any other means that the picture misleads.
 */
const harmless: readonly RegExp[] = [
  /^Autosize "fit" only works for/,
  /^(?:Width|Height) "container" only works/,
  /^Dropping "fit(?:-[xy])?" because spec has discrete/,
  /^Can not resolve event source: /,
  /^Scale bindings are currently only supported/,
  /^The "nearest" transform is not supported/,
  /^Legend bindings are only supported/,
  /^(?:row|column|facet) encoding should be discrete/,
  /^Channel order is inappropriate for nominal field/,
  /^Conflicting (?:axis|legend|header) property "(?:title|grid\w*|ticks|tick\w*|labels?\w*|domain\w*|orient|zindex|style|offset|position|symbol\w*|gradient\w*)" \(/,
  /^Setting the scale to be independent for "\w+" means we also have to set the guide/,
  /^Dropping sort property /,
  /^Domains that should be unioned has conflicting sort properties/,
  /^Invalid channel for axis\./,
  /^Specified orient "\w+" overridden with "\w+"/,
  /^Center is not needed to be specified when extent is/,
];

/** What Vega tells of a scale without any value; `lossProblems` looks into why. */
const noValues = /^Infinite extent for field "/;

/** True for a warning after which the picture says what the spec says. */
export const isHarmless = (warning: string) => noValues.test(warning) || harmless.some((each) => each.test(warning));
