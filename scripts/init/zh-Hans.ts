import type { StarterWords } from './words.ts';

export const zhHans: StarterWords = {
  fonts: { '@expo-google-fonts/noto-sans-sc': '0.4.3' },
  currency: 'CNY',
  title: '小店年度回顾',
  subject: '一份自带说明的小型演示文稿',
  dataset: '每月销售',
  source: '小店账本（虚构）',
  model: '全年汇总',
  check: '每月收入不得为负',
  fields: {
    month: '月份',
    revenue: '收入',
    costs: '成本',
    visitors: '客流量',
    margin: '利润率',
    growth: '年内增长率',
    profit: '利润',
  },
  formulas: {
    revenue: '各月收入之和',
    margin: '（收入－成本）÷收入',
    growth: '末月收入÷首月收入－1',
  },
  charts: {
    revenue: {
      description: '每月收入：从{{ summary.first_revenue | money }}升至{{ summary.last_revenue | money }}',
    },
    visitors: { description: '每月客流量，{{ summary.busiest_month | date }}最高' },
  },
  slides: {
    cover: `# {{ summary.first_month | date }}至{{ summary.last_month | date }}，收入增长{{ summary.growth | percent }}

这里没有手工输入的数字，每个数字都来自表格的单元格

{{ deck.date | date }}

<!--
演讲者备注写在注释里，在 HTML 中按 P 即可查看。
备注同样可以引用单元格：年初的月收入为{{ summary.first_revenue | money }}。
-->`,
    figures: `# 小店全年盈利{{ summary.profit | money }}

- **{{ summary.margin | percent }}** 利润率：由 \`data/summary.sql\` 根据 \`data/sales.csv\` 算出
- **{{ summary.growth | percent }}** 增长率：点开数字的卡片即可看到公式
- **{{ summary.visitors | count }}** 客流量：数字怎么写，取决于字段的单位

全年收入{{ summary.revenue | money }}。在 HTML 中点击数字会弹出卡片，显示它的单元格、公式和来源。

<!-- 页脚的资料来源会根据幻灯片引用的表格自动生成。 -->`,
    chart: `# {{ summary.last_month | date }}收入达到{{ summary.last_revenue | money }}

![每月收入](../charts/revenue.vl.json)

图表是 \`charts/\` 中的 Vega-Lite 规格，按名称读取表格。

<!-- 运行 tieout watch 时修改 data/sales.csv 中的单元格，折线会随之变化。 -->`,
    table: `# {{ summary.busiest_month | date }}客流量最高

<div class="columns"><div>

## 图表

![每月客流量](../charts/visitors.vl.json)

</div><div>

## 最近几个月

| 月份 | 客流量 | 收入 |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Liquid 的循环会逐行读取表格。 -->`,
    next: `# 逐个文件修改，换成自己的内容

- **\`data/sales.csv\`** 存放数字：换成自己的数据，并在 \`data/datapackage.json\` 中说明各列
- **\`data/summary.sql\`** 计算表格中没有的数字；\`data/checks/\` 写明必须成立的条件
- **\`charts/\`** 画图，\`slides/\` 写文字；手工输入数字会中止构建，并提示应引用的单元格
- **\`npx tieout tables\`** 列出所有表格；\`npx tieout tables sales\` 给出每个单元格的写法
- **\`npx tieout build\`** 写入 \`dist/\`：HTML 用于演示，PDF 用于发送，另附一份可供核对的数字清单

<!-- 全部换成自己的内容后，删掉这张幻灯片。 -->`,
  },
};
