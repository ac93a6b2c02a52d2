// From the description of a chart (frame/chart.py) to the options of the library, one function a kind.
import { digits, tick } from "./digits.js";

const REDUCED = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const PATTERNS = [
  { symbol: "none" },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: Math.PI / 4 },
  { symbol: "circle", symbolSize: 0.35, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [6, 0] },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 6], rotation: -Math.PI / 4 },
  { symbol: "rect", symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [1, 7], rotation: 0 },
  { symbol: "triangle", symbolSize: 0.4, dashArrayX: [[9, 9], [0, 9, 9, 0]], dashArrayY: [7, 2] },
  { symbol: "rect", symbolSize: 0.3, dashArrayX: [4, 4], dashArrayY: [4, 4] },
];
const HATCH = PATTERNS[1];

/** The options that draw a description in the colours of the page at a width in pixels. */
export function option(data, c, width) {
  const narrow = width < 560;
  return { ...KINDS[data.kind](data, c, narrow), ...shared(data, c) };
}

function shared(data, c) {
  return {
    color: c.series,
    textStyle: { fontFamily: c.sans, color: c.ink, fontSize: 13 },
    animation: false,
    stateAnimation: { duration: REDUCED() ? 0 : 120 },
    aria: {
      enabled: true,
      label: { enabled: true, description: data.description },
      decal: { show: true, decals: PATTERNS.map((each) => ({ ...each, color: alpha(c.ground, 0.45) })) },
    },
    tooltip: {
      trigger: "item", renderMode: "richText", confine: true, backgroundColor: c.sheet, borderColor: c.edge, borderWidth: 1, padding: 10,
      textStyle: { color: c.ink, fontFamily: c.sans, fontSize: 13 },
      formatter: (item) => told(item, data),
    },
  };
}

function told(item, data) {
  const held = item.data?.shown ?? (Array.isArray(item.value) ? item.value[0] : item.value);
  const series = data.series.length > 1 && item.seriesName ? `${item.seriesName}\n` : "";
  if (item.dataType === "edge") return `${item.data.source} → ${item.data.target}\n${digits(item.data.real)} ${data.unit}`;
  if (held === undefined || held === null) return item.name;
  return `${series}${item.name}\n${digits(held)} ${item.data?.unit ?? data.unit}`;
}

const alpha = (hex, share) => hex + Math.round(share * 255).toString(16).padStart(2, "0");

const valueAxis = (data, c, more = {}) => ({
  type: "value", name: data.unit, nameLocation: "middle", nameTextStyle: { color: c.soft }, nameGap: 30,
  axisLabel: { color: c.soft, formatter: tick, hideOverlap: true }, axisLine: { show: true, lineStyle: { color: c.edge } },
  axisTick: { show: true, lineStyle: { color: c.edge } }, splitLine: { lineStyle: { color: c.hair } }, splitNumber: 4, ...more,
});

const nameAxis = (names, c, narrow, more = {}) => ({
  type: "category", data: names, axisLabel: { color: c.ink, width: narrow ? 88 : 180, overflow: "truncate", interval: 0 },
  axisLine: { lineStyle: { color: c.edge } }, axisTick: { show: false }, inverse: true, ...more,
});

const grid = (more = {}) => ({ left: 4, right: 24, top: 8, bottom: 30, containLabel: true, ...more });

const label = (c, position) => ({
  show: true, position, color: c.ink, distance: 6, formatter: (item) => digits(item.data?.shown ?? item.value),
});

const legend = (data, c) => ({
  show: data.series.length > 1, top: 0, left: 0, type: "plain", icon: "rect", itemWidth: 18, itemHeight: 12, textStyle: { color: c.ink },
});

const lines = (marks, c, position = "end") => ({
  silent: true, symbol: "none", lineStyle: { color: c.ink, width: 1, type: "solid" },
  label: { color: c.ink, formatter: (item) => item.name, position, rotate: 0 },
  data: marks.map((mark, place) => ({
    name: mark.name, xAxis: mark.value, lineStyle: { type: ["solid", "dashed", "dotted"][place % 3] }, label: { distance: [2 + 15 * (place % 3), 2 + 15 * (place % 3)] },
  })),
});

function bars(data, c, narrow, stack) {
  const many = data.series.length > 1;
  return {
    grid: grid({ top: many ? 40 : 8, right: many ? 24 : 64 }), legend: legend(data, c),
    xAxis: valueAxis(data, c), yAxis: nameAxis(data.categories, c, narrow),
    series: data.series.map((series) => ({
      type: "bar", name: series.name, stack: stack ? "all" : undefined, barMaxWidth: 28, data: series.values,
      label: many ? { show: false } : label(c, "right"),
      markLine: data.marks.length && series === data.series[0] ? lines(data.marks, c, "start") : undefined,
    })),
  };
}

function waterfall(data, c, narrow) {
  let level = 0;
  const items = data.series[0].values.map((value, place) => {
    const total = data.totals.includes(place);
    const begin = total ? 0 : level;
    const end = total ? value : level + (value ?? 0);
    level = end;
    const tone = total ? c.series[0] : value < 0 ? c.series[2] : c.series[1];
    return { value: [begin, end, place], name: data.categories[place], shown: value, tone, total, fall: !total && value < 0 };
  });
  return {
    grid: grid({ right: 72 }),
    xAxis: valueAxis(data, c), yAxis: nameAxis(data.categories, c, narrow),
    series: [{
      type: "custom", data: items, encode: { x: [0, 1], y: 2 },
      renderItem: (_, api) => step(items[api.value(2)], api, c),
    }],
  };
}

function step(item, api, c) {
  const [from, to] = [api.coord([item.value[0], item.value[2]]), api.coord([item.value[1], item.value[2]])];
  const thick = Math.min(28, api.size([0, 1])[1] * 0.62);
  const left = Math.min(from[0], to[0]);
  const wide = Math.max(Math.abs(to[0] - from[0]), 1);
  const sign = item.shown > 0 && !item.total ? "+" : "";
  return {
    type: "group",
    children: [
      { type: "rect", shape: { x: left, y: from[1] - thick / 2, width: wide, height: thick }, style: { fill: item.tone, decal: item.fall ? { ...HATCH, color: alpha(c.ground, 0.6) } : undefined } },
      { type: "text", style: { text: sign + digits(item.shown), x: left + wide + 6, y: from[1], verticalAlign: "middle", fill: c.ink, font: `13px ${c.sans}` } },
    ],
  };
}

function histogram(data, c) {
  const counts = data.series[0].values;
  const items = counts.map((count, place) => ({
    value: [data.edges[place], data.edges[place + 1], count], shown: count, unit: data.series[0].name,
    name: `${digits(data.edges[place])} – ${digits(data.edges[place + 1])} ${data.unit}`,
  }));
  const margin = 14 + 15 * Math.min(data.marks.length, 3);
  return {
    grid: grid({ top: margin, right: 32 }),
    xAxis: valueAxis(data, c, { min: data.edges[0], max: data.edges.at(-1), scale: true, splitLine: { show: false } }),
    yAxis: valueAxis({ unit: data.series[0].name }, c, { nameGap: 44 }),
    series: [{
      type: "custom", data: items, encode: { x: [0, 1], y: 2 }, markLine: lines(data.marks, c),
      renderItem: (_, api) => {
        const [left, top] = api.coord([api.value(0), api.value(2)]);
        const [right, bottom] = api.coord([api.value(1), 0]);
        return { type: "rect", shape: { x: left, y: top, width: Math.max(right - left - 1, 1), height: bottom - top }, style: { fill: c.series[0] } };
      },
    }],
  };
}

function tornado(data, c, narrow) {
  const centre = data.centre ?? 0;
  return {
    grid: grid({ top: 60 }), legend: legend(data, c),
    xAxis: valueAxis(data, c, { scale: true }),
    yAxis: nameAxis(data.categories, c, narrow),
    series: data.series.map((series, side) => ({
      type: "custom", name: series.name, itemStyle: { color: c.series[side * 1] }, encode: { x: [0, 1], y: 2 },
      data: series.values.map((value, place) => ({ value: [centre, value ?? centre, place], shown: value, name: data.categories[place] })),
      renderItem: (_, api) => {
        const begin = api.coord([centre, api.value(2)]);
        const end = api.coord([api.value(1), api.value(2)]);
        const thick = Math.min(24, api.size([0, 1])[1] * 0.6);
        return {
          type: "rect", shape: { x: Math.min(begin[0], end[0]), y: begin[1] - thick / 2, width: Math.abs(end[0] - begin[0]), height: thick },
          style: { fill: c.series[side], decal: side ? { ...HATCH, color: alpha(c.ground, 0.5) } : undefined },
        };
      },
      markLine: side === 0 ? lines([{ name: digits(centre), value: centre }], c, "start") : undefined,
    })),
  };
}

function strip(data, c) {
  const points = data.points.map(([name, value], place) => ({
    value: [value, 0], shown: value, name, symbolSize: place === data.own ? 16 : 9,
    symbol: place === data.own ? "diamond" : "circle", symbolOffset: place === data.own ? [0, 0] : [0, ((place * 37) % 41) - 20],
    itemStyle: place === data.own ? { color: c.bad, borderColor: c.ground, borderWidth: 2 } : { color: alpha(c.series[0], 0.55) },
    label: place === data.own ? { show: true, formatter: name, position: "bottom", distance: 12, color: c.ink, fontWeight: 600 } : { show: false },
  }));
  return {
    grid: grid({ top: 14 + 15 * Math.min(data.marks.length, 3), left: 24 }),
    xAxis: valueAxis(data, c, { scale: true }), yAxis: { type: "value", min: -1, max: 1, show: false },
    series: [{ type: "scatter", data: points, markLine: lines(data.marks, c) }],
  };
}

function treemap(data, c) {
  const part = (branch) => ({ name: branch.name, value: branch.value, href: branch.href, children: branch.parts?.map(part) });
  return {
    series: [{
      type: "treemap", data: data.tree.map(part), roam: false, nodeClick: false, breadcrumb: { show: false }, width: "100%", height: "100%", top: 0, left: 0,
      itemStyle: { borderColor: c.ground, borderWidth: 2, gapWidth: 2 },
      label: { color: "#fff", overflow: "truncate", formatter: (item) => `${item.name}\n${digits(item.value)}`, textBorderColor: "#0009", textBorderWidth: 3, fontSize: 13, lineHeight: 19 },
      upperLabel: { show: true, height: 24, color: c.ink, backgroundColor: c.sheet, padding: [0, 6], overflow: "truncate" },
      levels: [{ upperLabel: { show: false } }, { itemStyle: { borderColor: c.edge, borderWidth: 1, gapWidth: 2 } }],
    }],
  };
}

function sankey(data, c, narrow) {
  const names = [...new Set(data.links.flatMap((link) => [link.source, link.target]))];
  return {
    series: [{
      type: "sankey", left: 4, right: narrow ? 92 : 150, top: 8, bottom: 8, nodeWidth: 12, nodeGap: 14, draggable: false, emphasis: { focus: "adjacency" },
      data: names.map((name) => ({ name })),
      links: data.links.map((link) => ({
        source: link.source, target: link.target, value: Math.abs(link.value), real: link.value,
        lineStyle: link.value < 0 ? { color: c.good, opacity: 0.55, type: "dashed" } : { color: "source", opacity: 0.35 },
      })),
      label: { color: c.ink, width: narrow ? 84 : 140, overflow: "break", fontSize: 13 },
    }],
  };
}

function line(data, c) {
  return {
    grid: grid({ top: data.series.length > 1 ? 52 : 30 }), legend: legend(data, c),
    xAxis: { type: "category", data: data.categories, axisLabel: { color: c.soft }, axisLine: { lineStyle: { color: c.edge } } },
    yAxis: valueAxis(data, c, { nameLocation: "end", nameTextStyle: { color: c.soft, align: "left" }, nameGap: 12 }),
    series: data.series.map((series, place) => ({
      type: "line", name: series.name, data: series.values, symbol: ["circle", "rect", "triangle", "diamond"][place % 4], symbolSize: 8, connectNulls: false,
      lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][place % 3] },
    })),
  };
}

const KINDS = {
  bar: (data, c, narrow) => bars(data, c, narrow, false),
  stacked: (data, c, narrow) => bars(data, c, narrow, true),
  waterfall, histogram, tornado, strip, treemap, sankey, line,
};
