import type { StarterWords } from './words.ts';

export const zhHant: StarterWords = {
  currency: 'TWD',
  title: '小店的年度回顧',
  subject: '會說明自己的小型簡報',
  dataset: '每月銷售',
  source: '小店帳簿（虛構）',
  model: '全年彙總',
  check: '每月營收不得為負',
  fields: {
    month: '月份',
    revenue: '營收',
    costs: '成本',
    visitors: '來客數',
    margin: '利潤率',
    growth: '年內成長率',
    profit: '獲利',
  },
  formulas: {
    revenue: '各月營收合計',
    margin: '（營收－成本）÷營收',
    growth: '末月營收÷首月營收－1',
  },
  charts: {
    revenue: {
      description: '每月營收：由{{ summary.first_revenue | money }}升至{{ summary.last_revenue | money }}',
    },
    visitors: { description: '每月來客數，以{{ summary.busiest_month | date }}最多' },
  },
  slides: {
    cover: `# {{ summary.first_month | date }}至{{ summary.last_month | date }}，營收成長{{ summary.growth | percent }}

簡報裡沒有手打的數字，每個數字都是表格裡的一格

{{ deck.date | date }}

<!--
講者備註寫在註解裡；在 HTML 按 P 就看得到。
備註也能引用表格：年初單月營收是{{ summary.first_revenue | money }}。
-->`,
    figures: `# 小店全年獲利{{ summary.profit | money }}

- **{{ summary.margin | percent }}** 利潤率：由 \`data/summary.sql\` 從 \`data/sales.csv\` 算出
- **{{ summary.growth | percent }}** 成長率：點開數字的卡片，就看得到算式
- **{{ summary.visitors | count }}** 來客數：欄位的單位決定數字怎麼寫

全年營收{{ summary.revenue | money }}。在 HTML 點按數字，就會出現卡片，列出它的儲存格、算式與出處。

<!-- 頁尾的資料來源會依投影片引用的表格自動產生。 -->`,
    chart: `# {{ summary.last_month | date }}營收達{{ summary.last_revenue | money }}

![每月營收](../charts/revenue.vl.json)

圖表是 \`charts/\` 裡的 Vega-Lite 規格，用名稱取用表格。

<!-- 執行 tieout watch 時改動 data/sales.csv 的任何一格，折線就會跟著動。 -->`,
    table: `# 來客數以{{ summary.busiest_month | date }}最多

<div class="columns"><div>

## 圖表

![每月來客數](../charts/visitors.vl.json)

</div><div>

## 最近幾個月

| 月份 | 來客數 | 營收 |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Liquid 的迴圈會逐列走過表格。 -->`,
    next: `# 換成自己的內容，逐檔修改就好

- **\`data/sales.csv\`** 存放數字：換成自己的資料，並在 \`data/datapackage.json\` 描述欄位
- **\`data/summary.sql\`** 計算表格裡沒有的數字；\`data/checks/\` 寫下必須成立的事
- **\`charts/\`** 畫圖，\`slides/\` 說明；手打數字會讓建置停下，並指出行號與該引用的儲存格
- **\`npx tieout tables\`** 列出所有表格；\`npx tieout tables sales\` 列出每格該怎麼寫
- **\`npx tieout build\`** 寫入 \`dist/\`：HTML 用來簡報，PDF 用來寄送，另有可供核對的數字清單

<!-- 都換成自己的內容之後，刪掉這張投影片。 -->`,
  },
};
