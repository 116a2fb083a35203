/** Words that say what sort of company it is, not which; compared names go without them. Lower case. */
export const legalForms: ReadonlySet<string> = new Set([
  ...["ltd", "limited", "inc", "incorporated", "co", "company", "corp", "corporation", "llc", "llp", "lp"],
  ...["plc", "gmbh", "mbh", "ag", "kg", "sa", "sarl", "sas", "spa", "srl", "bv", "nv", "ab", "oy", "as"],
  ...["pty", "pte", "kk", "group", "holding", "holdings", "the", "and"],
]);

/** The same at the end of Chinese names, the longest first. */
export const chineseLegalForms: readonly string[] = [
  ..."股份有限公司 有限责任公司 集团有限公司 有限合伙 集团公司 有限公司 股份公司 总公司 分公司 集团 公司".split(
    " ",
  ),
];

/** What Chinese company names commonly end in before their legal form: too common to find similar names by. */
export const chineseTrades: readonly string[] = [
  ..."信息技术 网络科技 电子商务 进出口 科技 技术 信息 网络 贸易 商贸 实业 工业 电子 机械 咨询 服务 投资".split(
    " ",
  ),
  ..."控股 发展 国际 中国 软件 制造 物流 传媒 文化 教育 医疗 置业 建设 工程 设备 材料".split(" "),
];

/** Places that Chinese company names commonly begin with, each also with 省 or 市 behind it. */
export const chinesePlaces: readonly string[] = [
  ..."黑龙江 内蒙古 北京 上海 天津 重庆 河北 山西 辽宁 吉林 江苏 浙江 安徽 福建 江西 山东 河南 湖北".split(
    " ",
  ),
  ..."湖南 广东 广西 海南 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾 广州 深圳 杭州".split(
    " ",
  ),
  ..."南京 苏州 无锡 宁波 温州 武汉 长沙 成都 西安 青岛 济南 郑州 厦门 福州 合肥 昆明 沈阳 大连 哈尔滨".split(
    " ",
  ),
  ..."东莞 佛山 珠海 中国 中山".split(" "),
];
