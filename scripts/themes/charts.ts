/** The chart theme of a project that has none, as JSON; a deck theme may name its colours. */
export const chartTheme = `{
  "font": "Noto Sans TC",
  "background": "transparent",
  "padding": {
    "left": 2,
    "right": 6,
    "top": 4,
    "bottom": 2
  },
  "view": {
    "stroke": null,
    "continuousWidth": 760,
    "continuousHeight": 360,
    "step": 48
  },
  "mark": {
    "color": "var(--grey-mid, #8d877d)"
  },
  "line": {
    "strokeWidth": 3,
    "strokeCap": "round",
    "strokeJoin": "round"
  },
  "point": {
    "size": 90,
    "filled": true,
    "opacity": 1
  },
  "text": {
    "font": "Noto Sans TC",
    "fontSize": 17,
    "baseline": "middle"
  },
  "title": {
    "font": "Noto Sans TC",
    "fontSize": 20,
    "color": "var(--ink, #1c1a17)",
    "subtitleFontSize": 17,
    "subtitleColor": "var(--grey, #68635b)",
    "anchor": "start"
  },
  "axis": {
    "domain": false,
    "ticks": false,
    "grid": false,
    "labelFontSize": 16,
    "labelColor": "var(--grey, #68635b)",
    "labelPadding": 8,
    "labelLimit": 420,
    "titleFontSize": 16,
    "titleFontWeight": "normal",
    "titleColor": "var(--grey, #68635b)",
    "titleLimit": 700,
    "labelOverlap": true
  },
  "axisQuantitative": {
    "grid": true,
    "gridColor": "var(--rule, #ddd7cb)",
    "gridWidth": 1,
    "tickCount": 5
  },
  "axisTemporal": {
    "domain": true,
    "domainColor": "var(--ink, #1c1a17)",
    "domainWidth": 1,
    "ticks": true,
    "tickColor": "var(--ink, #1c1a17)",
    "tickSize": 6
  },
  "axisBand": {
    "domain": true,
    "domainColor": "var(--ink, #1c1a17)",
    "domainWidth": 1,
    "labelColor": "var(--ink, #1c1a17)"
  },
  "header": {
    "labelFontSize": 17,
    "labelColor": "var(--ink, #1c1a17)",
    "titleFontSize": 16,
    "titleColor": "var(--grey, #68635b)"
  },
  "legend": {
    "labelFontSize": 16,
    "labelColor": "var(--ink, #1c1a17)",
    "titleFontSize": 16,
    "titleFontWeight": "normal",
    "titleColor": "var(--grey, #68635b)",
    "labelLimit": 420
  },
  "range": {
    "category": [
      "#c4341a",
      "#3d5a73",
      "#8a6d1f",
      "#5b7d55",
      "#7a5479",
      "#68635b",
      "#a8623c",
      "#2f7f86"
    ]
  },
  "style": {
    "subject": {
      "color": "var(--accent, #c4341a)",
      "strokeWidth": 3
    },
    "other": {
      "color": "var(--grey-mid, #8d877d)",
      "strokeWidth": 3
    },
    "rest": {
      "color": "var(--grey-light, #cdc7bb)",
      "stroke": "var(--grey-mid, #8d877d)",
      "strokeWidth": 1
    },
    "value": {
      "fontSize": 20,
      "fontWeight": 700,
      "color": "var(--ink, #1c1a17)"
    },
    "name": {
      "fontSize": 18,
      "color": "var(--ink, #1c1a17)"
    },
    "note": {
      "fontSize": 17,
      "color": "var(--grey, #68635b)"
    }
  }
}
`;
