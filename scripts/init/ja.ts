import type { StarterWords } from './words.ts';

export const ja: StarterWords = {
  fonts: { '@expo-google-fonts/noto-sans-jp': '0.4.3' },
  currency: 'JPY',
  title: '小さな店の年間レポート',
  subject: '仕組みがひととおりわかる小さなスライド',
  dataset: '月別の売上',
  source: '店の帳簿（架空）',
  model: '年間のまとめ',
  check: '売上がマイナスの月はない',
  fields: {
    month: '月',
    revenue: '売上',
    costs: '費用',
    visitors: '来店客数',
    margin: '利益率',
    growth: '年内の伸び率',
    profit: '利益',
  },
  formulas: {
    revenue: '月別の売上の合計',
    margin: '（売上－費用）÷売上',
    growth: '最後の月の売上÷最初の月の売上－1',
  },
  charts: {
    revenue: {
      description: '月別の売上：{{ summary.first_revenue | money }}から{{ summary.last_revenue | money }}へ',
    },
    visitors: { description: '月別の来店客数。最も多いのは{{ summary.busiest_month | date }}' },
  },
  slides: {
    cover: `# {{ summary.first_month | date }}から{{ summary.last_month | date }}までに、売上は{{ summary.growth | percent }}伸びた

手で打った数字はなく、どの数字も表のセルから来ています

{{ deck.date | date }}

<!--
発表者ノートはコメントに書きます。HTML を開いて P を押すと表示されます。
ノートでもセルを引用できます。年初の月商は{{ summary.first_revenue | money }}でした。
-->`,
    figures: `# 店の年間利益は{{ summary.profit | money }}

- **{{ summary.margin | percent }}** 利益率：\`data/summary.sql\` が \`data/sales.csv\` から計算
- **{{ summary.growth | percent }}** 伸び率：数字のカードに計算式が出る
- **{{ summary.visitors | count }}** 来店客数：数字の書き方は項目の単位で決まる

年間の売上は{{ summary.revenue | money }}。HTML で数字をクリックすると、セルと計算式と出所のカードが開きます。

<!-- 下端の出所の行は、スライドが引用した表から自動で作られます。 -->`,
    chart: `# {{ summary.last_month | date }}の売上は{{ summary.last_revenue | money }}に達した

![月別の売上](../charts/revenue.vl.json)

グラフは \`charts/\` にある Vega-Lite の定義で、表を名前で指定して描きます。

<!-- tieout watch の実行中に data/sales.csv のセルを書き換えると、線もすぐに動きます。 -->`,
    table: `# 来店客が最も多かったのは{{ summary.busiest_month | date }}

<div class="columns"><div>

## グラフ

![月別の来店客数](../charts/visitors.vl.json)

</div><div>

## 直近の月

| 月 | 来店客数 | 売上 |
| :-- | --: | --: |
{% for row in sales %}{% if row.month >= "2025-09" %}| {{ row.month | date }} | {{ row.visitors | count }} | {{ row.revenue | money }} |
{% endif %}{% endfor %}

</div></div>

<!-- Liquid の繰り返しが、表の行を順にたどります。 -->`,
    next: `# ファイルを順に書き換えて、自分のスライドに

- **\`data/sales.csv\`** は数字の置き場所：自分のデータに替え、列は \`data/datapackage.json\` に書く
- **\`data/summary.sql\`** は表にない値を計算し、\`data/checks/\` は必ず成り立つべきことを確かめる
- **\`charts/\`** は図、\`slides/\` は文章：数字を手で打つとビルドが止まり、引用すべきセルが示される
- **\`npx tieout tables\`** は表の一覧、\`npx tieout tables sales\` は各セルの書き方を表示する
- **\`npx tieout build\`** は \`dist/\` に、発表用の HTML、送付用の PDF、照合用の数字の一覧を書き出す

<!-- すべて自分の内容になったら、このスライドは消してください。 -->`,
  },
};
