"""The vocabulary of the demo catalogue, in Portuguese: shelves, topics, suppliers, licences. Nothing here is a real company.

``TOPICS`` × the 55 places × units × series × editions give 1,013,760 different titles; see ``catalogue.COMBINATIONS``.
"""

from typing import NamedTuple

from catalog.choices import LocationKind, SourceKind, UpdateFrequency

__all__ = ["CATEGORIES", "LICENCES", "SERIES", "TOPICS", "UNITS", "Series", "Supplier", "Topic"]


class Supplier(NamedTuple):
    name: str
    source: SourceKind


class Series(NamedTuple):
    name: str
    frequency: UpdateFrequency
    rhythm: str


class Topic(NamedTuple):
    """What datasets are about. ``pace`` chooses the series, ``level`` (1 cheap to 4 dear) the prices."""

    category: str
    title: str
    units: tuple[str, str]
    tags: str
    pace: str
    level: int
    about: str


#: Shelf → its name and its two suppliers (every capital has a municipal observatory besides).
CATEGORIES: dict[str, tuple[str, Supplier, Supplier]] = {
    "clima": ("Clima e tempo", Supplier("Instituto Tempo Aberto", SourceKind.API), Supplier("Rede Pluvial de Sensores", SourceKind.SENSOR)),
    "energia": ("Energia e combustíveis", Supplier("Observatório Brasileiro de Combustíveis", SourceKind.SURVEY), Supplier("Medidora Luz do Norte", SourceKind.API)),
    "mobilidade": ("Mobilidade e transporte", Supplier("Consórcio Mobilidade Urbana", SourceKind.API), Supplier("Rotas e Frotas Dados", SourceKind.SENSOR)),
    "agropecuaria": ("Agropecuária", Supplier("Cooperativa Safra em Números", SourceKind.SURVEY), Supplier("Instituto Terra Fértil", SourceKind.FILE)),
    "economia": ("Economia e preços", Supplier("Centro de Estudos de Preços", SourceKind.SURVEY), Supplier("Indicadores Regionais Associados", SourceKind.PORTAL)),
    "imoveis": ("Mercado imobiliário", Supplier("Bolsa de Imóveis Metro Quadrado", SourceKind.FILE), Supplier("Cadastro Territorial Digital", SourceKind.API)),
    "saude": ("Saúde", Supplier("Instituto Saúde em Dados", SourceKind.PORTAL), Supplier("Rede Sentinela de Vigilância", SourceKind.API)),
    "educacao": ("Educação", Supplier("Fundação Escola em Números", SourceKind.FILE), Supplier("Observatório do Ensino", SourceKind.PORTAL)),
    "meio-ambiente": ("Meio ambiente", Supplier("Instituto Mata Viva", SourceKind.API), Supplier("Rede Ar Limpo", SourceKind.SENSOR)),
    "saneamento": ("Água e saneamento", Supplier("Companhia Águas do Planalto", SourceKind.SENSOR), Supplier("Instituto Água e Esgoto", SourceKind.PORTAL)),
    "populacao": ("População e território", Supplier("Núcleo de Estudos Demográficos", SourceKind.SURVEY), Supplier("Atlas do Território", SourceKind.PORTAL)),
    "comercio": ("Comércio e consumo", Supplier("Painel do Varejo", SourceKind.API), Supplier("Consumo Brasil Pesquisas", SourceKind.SURVEY)),
}  # fmt: skip

#: How finely a dataset is cut, besides its topic's own units.
UNITS: dict[LocationKind, tuple[str, str]] = {
    LocationKind.COUNTRY: ("por estado", "por município"),
    LocationKind.STATE: ("por município", "por microrregião"),
    LocationKind.MUNICIPALITY: ("por bairro", "por setor censitário"),
}

_HOURLY = Series("série horária", UpdateFrequency.HOURLY, "a cada hora")
_DAILY = Series("série diária", UpdateFrequency.DAILY, "a cada dia")
_WEEKLY = Series("série semanal", UpdateFrequency.WEEKLY, "a cada semana")
_MONTHLY = Series("série mensal", UpdateFrequency.MONTHLY, "a cada mês")
_QUARTERLY = Series("série trimestral", UpdateFrequency.QUARTERLY, "a cada trimestre")
_SEMIANNUAL = Series("série semestral", UpdateFrequency.SEMIANNUAL, "a cada semestre")
_ANNUAL = Series("série anual", UpdateFrequency.ANNUAL, "a cada ano")

#: Pace → the series in which such data is sold.
SERIES: dict[str, tuple[Series, ...]] = {
    "fast": (_DAILY, _HOURLY, _WEEKLY, _MONTHLY),
    "steady": (_MONTHLY, _WEEKLY, _DAILY, _QUARTERLY),
    "slow": (_ANNUAL, _MONTHLY, _QUARTERLY, _SEMIANNUAL),
}

#: Licence → its weight.
LICENCES: dict[str, int] = {"CC-BY-4.0": 40, "Licença comercial Nubo": 30, "ODbL-1.0": 15, "CC0-1.0": 10, "": 5}

TOPICS: tuple[Topic, ...] = tuple(
    Topic(*row)
    for row in (
        ("clima", "Chuva acumulada", ("por pluviômetro", "por bacia"), "chuva pluviometria clima sensores", "fast", 2, "Milímetros de chuva medidos e conferidos, com falhas de medição assinaladas"),
        ("clima", "Temperatura e umidade do ar", ("por estação", "por hora do dia"), "temperatura umidade clima sensores", "fast", 2, "Temperatura, umidade relativa e sensação térmica, com mínimas e máximas"),
        ("clima", "Velocidade do vento", ("por estação", "por altura de medição"), "vento clima energia-eólica sensores", "fast", 3, "Velocidade, rajadas e direção do vento, prontas para estudos de geração eólica"),
        ("clima", "Radiação solar", ("por estação", "por inclinação"), "radiação-solar clima energia-solar", "fast", 3, "Irradiação global, direta e difusa para dimensionar sistemas fotovoltaicos"),
        ("clima", "Alertas de tempo severo", ("por tipo de alerta", "por área de risco"), "alertas clima defesa-civil", "fast", 1, "Avisos de chuva forte, granizo, geada e vendaval, com início, fim e grau"),
        ("energia", "Preços de combustíveis", ("por posto", "por bandeira"), "combustíveis preços gasolina etanol diesel", "fast", 2, "Preço de bomba de gasolina, etanol, diesel e GNV, com bandeira e data da coleta"),
        ("energia", "Consumo de energia elétrica", ("por subestação", "por classe de consumo"), "energia-elétrica consumo distribuição", "steady", 3, "Energia faturada e número de unidades consumidoras das classes residencial, comercial, industrial e rural"),
        ("energia", "Interrupções de energia", ("por alimentador", "por causa"), "energia-elétrica interrupções qualidade", "fast", 2, "Início, duração, causa e clientes atingidos de cada desligamento"),
        ("energia", "Geração solar distribuída", ("por sistema", "por faixa de potência"), "energia-solar geração-distribuída", "steady", 2, "Sistemas conectados à rede, potência instalada e data de conexão"),
        ("energia", "Preço do botijão de gás", ("por revenda", "por marca"), "combustíveis preços gás", "steady", 1, "Preço do GLP de 13 kg na portaria e na entrega"),
        ("mobilidade", "Velocidade média do trânsito", ("por via", "por cruzamento"), "trânsito mobilidade sensores", "fast", 3, "Velocidade e tempo de percurso medidos por radares e telemetria, sem identificação de veículos"),
        ("mobilidade", "Passageiros de ônibus", ("por linha", "por parada"), "ônibus transporte-público mobilidade", "fast", 2, "Embarques por linha e faixa horária a partir da bilhetagem, em dados agregados"),
        ("mobilidade", "Acidentes de trânsito", ("por trecho", "por tipo de acidente"), "trânsito acidentes segurança-viária", "steady", 2, "Ocorrências com local, hora, veículos envolvidos e gravidade"),
        ("mobilidade", "Frota de veículos", ("por tipo de veículo", "por ano de fabricação"), "frota veículos mobilidade", "slow", 1, "Veículos licenciados, com combustível e categoria"),
        ("mobilidade", "Vagas de estacionamento", ("por garagem", "por quadra"), "estacionamento mobilidade", "fast", 2, "Ocupação e preço das vagas públicas e privadas"),
        ("mobilidade", "Viagens de bicicleta compartilhada", ("por estação", "por trajeto"), "bicicletas mobilidade", "fast", 1, "Retiradas e devoluções, duração da viagem e estações de origem e destino"),
        ("agropecuaria", "Produção de soja", ("por talhão", "por cooperativa"), "soja grãos safra", "slow", 3, "Área plantada, produção e rendimento médio, com estimativa da safra corrente"),
        ("agropecuaria", "Produção de milho", ("por talhão", "por cooperativa"), "milho grãos safra", "slow", 3, "Primeira e segunda safras, com área, produção e rendimento"),
        ("agropecuaria", "Cotação do café", ("por praça", "por tipo de grão"), "café preços cotações", "fast", 2, "Preço da saca de 60 kg de arábica e conilon nas praças de venda"),
        ("agropecuaria", "Cotação do boi gordo", ("por praça", "por frigorífico"), "pecuária preços cotações", "fast", 2, "Preço da arroba à vista e a prazo, com escala de abate"),
        ("agropecuaria", "Umidade do solo", ("por sonda", "por profundidade"), "solo irrigação sensores", "fast", 4, "Água disponível no solo em três profundidades, para manejo da irrigação"),
        ("agropecuaria", "Preços da feira de hortifrutis", ("por produto", "por box"), "hortifruti preços abastecimento", "steady", 1, "Preço mínimo, comum e máximo de frutas, verduras e legumes no atacado"),
        ("economia", "Cesta básica", ("por produto", "por supermercado"), "preços inflação cesta-básica", "steady", 1, "Custo dos treze produtos da cesta e horas de trabalho necessárias para comprá-la"),
        ("economia", "Índice de preços ao consumidor", ("por grupo de despesa", "por faixa de renda"), "inflação preços indicadores", "steady", 2, "Variação dos grupos de despesa, com pesos e contribuição de cada um"),
        ("economia", "Empregos formais", ("por setor", "por faixa salarial"), "emprego trabalho indicadores", "slow", 2, "Admissões, desligamentos, saldo e salário médio de admissão"),
        ("economia", "Abertura e fechamento de empresas", ("por atividade", "por porte"), "empresas cnae indicadores", "steady", 2, "Empresas abertas e encerradas, com atividade principal e natureza jurídica"),
        ("economia", "Arrecadação de tributos", ("por tributo", "por setor"), "impostos finanças-públicas", "slow", 2, "Receita de impostos e taxas, corrente e corrigida pela inflação"),
        ("economia", "Crédito para pequenas empresas", ("por linha de crédito", "por setor"), "crédito empresas", "slow", 4, "Operações, valores, prazos e inadimplência, em dados agregados"),
        ("imoveis", "Preço de venda de imóveis", ("por CEP", "por faixa de área"), "imóveis preços venda", "steady", 4, "Preço anunciado e transacionado do metro quadrado, sem duplicidade de anúncios"),
        ("imoveis", "Preço de aluguel", ("por CEP", "por número de quartos"), "imóveis preços aluguel", "steady", 3, "Aluguel pedido, condomínio e tempo até a locação"),
        ("imoveis", "Lançamentos residenciais", ("por empreendimento", "por padrão"), "imóveis construção lançamentos", "slow", 4, "Unidades lançadas, vendidas e em estoque, com área e preço"),
        ("imoveis", "Alvarás de construção", ("por lote", "por uso"), "construção alvarás urbanismo", "steady", 2, "Alvarás emitidos, área a construir e uso previsto"),
        ("imoveis", "Vacância de escritórios", ("por edifício", "por classe"), "imóveis escritórios vacância", "slow", 4, "Área total, área vaga e preço pedido de lajes corporativas"),
        ("saude", "Casos de dengue", ("por unidade de saúde", "por semana epidemiológica"), "dengue epidemiologia saúde-pública", "steady", 1, "Casos notificados e confirmados, com curva dos últimos cinco anos"),
        ("saude", "Leitos hospitalares", ("por hospital", "por especialidade"), "leitos hospitais saúde-pública", "steady", 2, "Leitos existentes, ocupados e disponíveis, públicos e privados"),
        ("saude", "Cobertura vacinal", ("por vacina", "por sala de vacinação"), "vacinas saúde-pública", "slow", 1, "Doses aplicadas e cobertura do público-alvo de cada vacina"),
        ("saude", "Tempo de espera por consultas", ("por especialidade", "por unidade de saúde"), "consultas filas saúde-pública", "steady", 2, "Mediana e nono decil da espera, do pedido à consulta"),
        ("saude", "Farmácias e estoques de medicamentos", ("por farmácia", "por medicamento"), "farmácias medicamentos saúde-pública", "fast", 3, "Disponibilidade e preço de 400 medicamentos de uso contínuo"),
        ("educacao", "Matrículas escolares", ("por escola", "por etapa de ensino"), "escolas matrículas educação-básica", "slow", 1, "Matrículas, turmas e docentes da creche ao ensino médio"),
        ("educacao", "Infraestrutura das escolas", ("por escola", "por rede"), "escolas infraestrutura educação-básica", "slow", 1, "Laboratórios, quadras, internet, acessibilidade e merenda"),
        ("educacao", "Mensalidades de escolas particulares", ("por escola", "por série"), "escolas preços ensino-privado", "slow", 3, "Mensalidade anunciada, material e taxas"),
        ("educacao", "Vagas em cursos técnicos", ("por curso", "por instituição"), "ensino-técnico vagas trabalho", "slow", 1, "Vagas, candidatos e concluintes"),
        ("educacao", "Transporte escolar", ("por rota", "por turno"), "transporte-escolar escolas", "steady", 1, "Rotas, alunos atendidos e tempo de viagem"),
        ("meio-ambiente", "Qualidade do ar", ("por estação", "por poluente"), "qualidade-do-ar poluição sensores", "fast", 2, "Material particulado, ozônio e dióxido de nitrogênio, com o índice de qualidade"),
        ("meio-ambiente", "Focos de queimada", ("por foco", "por bioma"), "queimadas satélite biomas", "fast", 2, "Focos de calor detectados por satélite, com confiança e uso do solo"),
        ("meio-ambiente", "Desmatamento", ("por polígono", "por bioma"), "desmatamento satélite biomas", "slow", 3, "Polígonos detectados, área e situação fundiária"),
        ("meio-ambiente", "Arborização urbana", ("por árvore", "por espécie"), "árvores urbanismo", "slow", 1, "Inventário de árvores com espécie, porte e estado"),
        ("meio-ambiente", "Coleta de resíduos", ("por rota", "por tipo de material"), "resíduos coleta reciclagem", "steady", 1, "Toneladas coletadas, recicladas e aterradas"),
        ("meio-ambiente", "Balneabilidade", ("por ponto de coleta", "por corpo de água"), "balneabilidade água praias", "steady", 1, "Contagem de enterococos e classificação de cada ponto"),
        ("saneamento", "Nível de rios", ("por régua", "por bacia"), "rios hidrologia sensores cheias", "fast", 2, "Cota, vazão e limites de atenção e de inundação"),
        ("saneamento", "Nível de reservatórios", ("por reservatório", "por sistema"), "reservatórios hidrologia abastecimento", "fast", 1, "Volume útil, afluência e defluência"),
        ("saneamento", "Qualidade da água", ("por ponto de coleta", "por parâmetro"), "água qualidade abastecimento", "steady", 2, "Cloro, turbidez, pH e coliformes na rede de distribuição"),
        ("saneamento", "Perdas na rede de água", ("por setor de abastecimento", "por zona de pressão"), "água perdas abastecimento", "steady", 3, "Volume produzido, consumido e perdido, com pressão média"),
        ("saneamento", "Tarifas de água e esgoto", ("por faixa de consumo", "por categoria"), "água esgoto tarifas", "slow", 1, "Estrutura tarifária vigente e histórica"),
        ("populacao", "Estimativas de população", ("por faixa de idade", "por sexo"), "população demografia estimativas", "slow", 1, "População residente estimada, com intervalo de confiança"),
        ("populacao", "Domicílios e renda", ("por faixa de renda", "por tipo de domicílio"), "renda domicílios demografia", "slow", 3, "Renda média, moradores por domicílio e posse de bens, em dados agregados"),
        ("populacao", "Nascimentos e óbitos", ("por faixa de idade", "por cartório"), "demografia nascimentos óbitos", "slow", 1, "Registros civis agregados, com causas de óbito em grandes grupos"),
        ("populacao", "Limites e logradouros", ("por logradouro", "por quadra"), "logradouros cartografia endereços", "slow", 3, "Eixos de rua, faixas de CEP e numeração"),
        ("populacao", "Migração entre cidades", ("por origem e destino", "por faixa de idade"), "migração demografia mobilidade", "slow", 3, "Saldo migratório e principais origens e destinos"),
        ("comercio", "Vendas do varejo", ("por segmento", "por forma de pagamento"), "varejo vendas consumo", "steady", 4, "Índice de volume e de receita de nove segmentos"),
        ("comercio", "Fluxo de pessoas em centros comerciais", ("por centro comercial", "por faixa horária"), "varejo fluxo-de-pessoas sensores", "fast", 4, "Contagem anônima de visitantes e tempo de permanência"),
        ("comercio", "Preços de supermercado", ("por produto", "por loja"), "varejo preços supermercados", "fast", 3, "Preço de prateleira de 2.000 produtos, com promoções assinaladas"),
        ("comercio", "Bares e restaurantes", ("por estabelecimento", "por tipo de cozinha"), "restaurantes turismo comércio-local", "steady", 2, "Estabelecimentos ativos, faixa de preço e horário"),
        ("comercio", "Ocupação de hotéis", ("por hotel", "por categoria"), "hotéis turismo", "steady", 3, "Taxa de ocupação, diária média e origem dos hóspedes, em dados agregados"),
    )
)  # fmt: skip
