import type { StarterWords } from './words.ts';

export const ko: StarterWords = {
  fonts: { '@expo-google-fonts/noto-sans-kr': '0.4.3' },
  currency: 'KRW',
  title: '작은 가게의 연간 보고',
  subject: '스스로를 설명하는 작은 발표 자료',
  dataset: '월별 매출',
  source: '가게 장부(가상)',
  model: '연간 요약',
  check: '매출이 음수인 달은 없다',
  fields: {
    month: '월',
    revenue: '매출',
    costs: '비용',
    visitors: '방문객 수',
    margin: '이익률',
    growth: '연중 증가율',
    profit: '이익',
  },
  formulas: {
    revenue: '월별 매출의 합계',
    margin: '(매출 - 비용) / 매출',
    growth: '마지막 달 매출 / 첫 달 매출 - 1',
  },
  charts: {
    revenue: {
      description: '월별 매출: {{ summary.first_revenue | money }}에서 {{ summary.last_revenue | money }}까지',
    },
    visitors: { description: '월별 방문객 수. 가장 많은 달은 {{ summary.busiest_month | date }}' },
  },
  slides: {
    cover: `# 매출은 {{ summary.first_month | date }}부터 {{ summary.last_month | date }}까지 {{ summary.growth | percent }} 늘었다

손으로 적은 숫자가 없는 자료입니다. 모든 숫자는 표의 칸에서 나옵니다

{{ deck.date | date }}

<!--
발표자 노트는 주석에 적습니다. HTML에서 P를 누르면 보입니다.
노트에서도 칸을 인용할 수 있습니다. 연초의 월 매출은 {{ summary.first_revenue | money }}이었습니다.
-->`,
    figures: `# 가게의 연간 이익은 {{ summary.profit | money }}

- **{{ summary.margin | percent }}** 이익률: \`data/summary.sql\`이 \`data/sales.csv\`에서 계산
- **{{ summary.growth | percent }}** 증가율: 숫자의 카드에 계산식이 표시됨
- **{{ summary.visitors | count }}** 방문객 수: 숫자의 표기는 항목의 단위가 결정

연간 매출은 {{ summary.revenue | money }}입니다. HTML에서 숫자를 클릭하면 원래 칸과 계산식, 출처가 적힌 카드가 열립니다.

<!-- 아래쪽의 출처 줄은 슬라이드가 인용한 표에 따라 저절로 만들어집니다. -->`,
    chart: `# {{ summary.last_month | date }} 매출은 {{ summary.last_revenue | money }}에 이르렀다

![월별 매출](../charts/revenue.vl.json)

차트는 \`charts/\`에 있는 Vega-Lite 명세이며, 표를 이름으로 불러와 그립니다.

<!-- tieout watch를 실행한 채 data/sales.csv의 칸을 고치면 선이 따라 움직입니다. -->`,
    table: `# 방문객이 가장 많은 달은 {{ summary.busiest_month | date }}

<div class="columns"><div>

## 차트

![월별 방문객 수](../charts/visitors.vl.json)

</div><div>

## 최근 몇 달

| 월 | 방문객 수 | 매출 |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Liquid의 반복문이 표의 행을 차례로 읽습니다. -->`,
    next: `# 파일을 차례로 고쳐 내 자료로 만들기

- **\`data/sales.csv\`** 숫자를 담는 곳: 내 데이터로 바꾸고 \`data/datapackage.json\`에 열을 설명합니다
- **\`data/summary.sql\`** 표에 없는 값을 계산하고, \`data/checks/\`는 반드시 참이어야 할 것을 검사합니다
- **\`charts/\`** 그림은 여기, 글은 \`slides/\`에: 숫자를 직접 적으면 빌드가 멈추고 인용할 칸을 알려 줍니다
- **\`npx tieout tables\`** 모든 표의 목록을, \`npx tieout tables sales\`는 칸마다 적을 말을 보여 줍니다
- **\`npx tieout build\`** \`dist/\`에 발표용 HTML, 전송용 PDF, 대조용 숫자 목록을 만듭니다

<!-- 모두 내 내용으로 바꾸었다면 이 슬라이드는 지우세요. -->`,
  },
};
