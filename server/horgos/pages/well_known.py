"""What terms of well-known vocabularies are called on pages, where the dataset gives them no label itself."""

from __future__ import annotations

from horgos.pages import vocabulary as v
from horgos.terms import Label

_FOAF = "http://xmlns.com/foaf/0.1/"
_ORG = "http://www.w3.org/ns/org#"
_QUDT = "http://qudt.org/schema/qudt/"
_TIME = "http://www.w3.org/2006/time#"
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_VANN = "http://purl.org/vocab/vann/"

# Term, English, Chinese. Relations read on from their subject: “located in”, “part of”.
_TERMS = (
    (v.TYPE, "kind", "类别"),
    (v.LABEL, "label", "名称"),
    (v.DERIVED_VALUE, "value", "数值"),
    (f"{v.RDFS}comment", "comment", "说明"),
    (v.DEFINED_BY, "defined by", "定义于"),
    (f"{v.RDFS}subClassOf", "narrower than", "上位类"),
    (f"{v.OWL}sameAs", "same as", "等同于"),
    (v.PREF_LABEL, "preferred label", "首选名称"),
    (f"{v.SKOS}altLabel", "also called", "又称"),
    (f"{v.SKOS}definition", "definition", "定义"),
    (f"{v.SKOS}scopeNote", "scope", "范围说明"),
    (f"{v.SKOS}note", "note", "附注"),
    (f"{v.SKOS}editorialNote", "note of the editors", "编者注"),
    (f"{v.SKOS}example", "example", "示例"),
    (f"{v.SKOS}inScheme", "in the list", "所属词表"),
    (f"{v.SKOS}broader", "narrower than", "上位概念"),
    (f"{v.SKOS}exactMatch", "exact match", "完全对应"),
    (f"{v.SKOS}Concept", "concept", "概念"),
    (f"{v.SKOS}ConceptScheme", "list of concepts", "概念表"),
    (f"{v.DCTERMS}title", "title", "题名"),
    (f"{v.DCTERMS}description", "description", "说明"),
    (f"{v.DCTERMS}subject", "subject", "主题"),
    (f"{v.DCTERMS}coverage", "in the time of", "所属时期"),
    (f"{v.DCTERMS}language", "language", "语言"),
    (f"{v.DCTERMS}license", "licence", "许可"),
    (f"{v.DCTERMS}source", "source", "来源"),
    (f"{v.DCTERMS}creator", "made by", "制作者"),
    (f"{v.DCTERMS}created", "made on", "创建日期"),
    (f"{v.DCTERMS}modified", "changed on", "修改日期"),
    (v.PART_OF, "part of", "属于"),
    (v.NAME, "called", "称作"),
    (f"{v.SCHEMA}about", "about", "关于"),
    (f"{v.SCHEMA}address", "address", "地址"),
    (f"{v.SCHEMA}containedInPlace", "located in", "位于"),
    (f"{v.SCHEMA}creator", "made by", "制作者"),
    (f"{v.SCHEMA}fromLocation", "from", "起点"),
    (f"{v.SCHEMA}toLocation", "to", "终点"),
    (f"{v.SCHEMA}genre", "genre", "体裁"),
    (f"{v.SCHEMA}location", "place", "地点"),
    (f"{v.SCHEMA}sha256", "checksum (SHA-256)", "校验和（SHA-256）"),
    (f"{v.SCHEMA}size", "size", "大小"),
    (f"{v.SCHEMA}superEvent", "part of", "属于"),
    (f"{v.SCHEMA}AdministrativeArea", "administrative area", "行政区"),
    (f"{v.SCHEMA}City", "city", "城市"),
    (f"{v.SCHEMA}CreativeWork", "work", "作品"),
    (f"{v.SCHEMA}Event", "event", "事件"),
    (f"{v.SCHEMA}LandmarksOrHistoricalBuildings", "landmark", "地标"),
    (f"{v.SCHEMA}Person", "person", "人物"),
    (f"{v.SCHEMA}Place", "place", "地方"),
    (f"{v.SCHEMA}RiverBodyOfWater", "river", "河流"),
    (f"{v.SCHEMA}TouristAttraction", "sight", "景点"),
    (f"{v.GEO}asWKT", "coordinates", "坐标"),
    (f"{v.GEO}hasGeometry", "position", "位置"),
    (f"{v.GEO}sfContains", "contains", "包含"),
    (f"{v.GEO}sfTouches", "touches", "相接"),
    (f"{v.GEO}sfWithin", "within", "在…之内"),
    (f"{v.GEO}Geometry", "position", "位置"),
    (f"{v.PROV}specializationOf", "a form of", "形态之一"),
    (f"{v.PROV}wasAttributedTo", "in the words of", "出自其说"),
    (v.DERIVED_FROM, "derived from", "推导自"),
    (f"{v.OA}hasSelector", "where it stands", "所在位置"),
    (f"{v.OA}TextPositionSelector", "position in the text", "文本位置"),
    (f"{v.OA}start", "first character", "起始字符"),
    (f"{v.OA}end", "up to character", "终止字符"),
    (f"{v.SH}construct", "query", "查询"),
    (f"{_TIME}after", "after", "在…之后"),
    (f"{_TIME}before", "before", "在…之前"),
    (f"{_FOAF}Group", "group", "群体"),
    (f"{_ORG}Organization", "organization", "组织"),
    (f"{_QUDT}symbol", "sign", "符号"),
    (f"{_QUDT}ucumCode", "UCUM code", "UCUM 代码"),
    (f"{_QUDT}conversionMultiplier", "in the base unit", "折合基本单位"),
    (f"{_VOID}Dataset", "dataset", "数据集"),
    (f"{_DCAT}Dataset", "catalogued dataset", "目录数据集"),
    (f"{_VOID}exampleResource", "example", "示例"),
    (f"{_VOID}uriSpace", "addresses begin with", "地址前缀"),
    (f"{_VOID}vocabulary", "vocabulary", "词汇"),
    (f"{_VANN}preferredNamespacePrefix", "prefix", "前缀"),
)

LABELS = {iri: (Label(english, "en"), Label(chinese, "zh-hans")) for iri, english, chinese in _TERMS}
