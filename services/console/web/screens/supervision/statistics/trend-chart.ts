import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export interface Series {
  name: string;
  values: readonly (number | null)[];
}

/** Lines told apart by dashes and by the shape of their points, not by colour alone; the table beneath says the same. */
export function drawTrend(element: HTMLElement, months: readonly string[], series: readonly Series[]): EChartsType {
  const chart = init(element, null, { renderer: 'svg' });
  const looks = [{ color: '#0b57a4', type: 'solid', symbol: 'circle' }, { color: '#8c1d18', type: 'dashed', symbol: 'triangle' }] as const;
  chart.setOption({
    animation: false,
    aria: { enabled: true, decal: { show: true } },
    grid: { left: 48, right: 16, top: 40, bottom: 32 },
    legend: { top: 0, textStyle: { color: '#1f2328' } },
    tooltip: { trigger: 'axis', renderMode: 'richText' },
    xAxis: { type: 'category', data: [...months], axisLabel: { color: '#57606a' } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: { color: '#57606a' } },
    series: series.map(({ name, values }, n) => {
      const { color, type, symbol } = looks[n % 2]!;
      return { type: 'line', name, data: [...values], symbol, symbolSize: 7, lineStyle: { color, type, width: 2 }, itemStyle: { color } };
    }),
  });
  return chart;
}
