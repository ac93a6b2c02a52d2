// What of ECharts the pages use; tools/vendor_web.py bundles it into static/vendor/echarts/echarts.js.
import * as echarts from "echarts/core.js";
import { BarChart, CustomChart, LineChart, SankeyChart, ScatterChart, TreemapChart } from "echarts/charts.js";
import {
  AriaComponent, GridComponent, LegendComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent,
} from "echarts/components.js";
import { LabelLayout } from "echarts/features.js";
import { SVGRenderer } from "echarts/renderers.js";

echarts.use([
  AriaComponent, BarChart, CustomChart, GridComponent, LabelLayout, LegendComponent, LineChart, MarkAreaComponent,
  MarkLineComponent, SankeyChart, ScatterChart, SVGRenderer, TooltipComponent, TreemapChart,
]);

export const init = echarts.init;
export const version = echarts.version;
