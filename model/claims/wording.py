"""The words of grammar by which numbers are tied to what they count; nothing here belongs to a form.

They are read in normalised text (`passages.py`). Words of a form's figures stand in `resources/claims`.
"""

from model.expression import Expression

PART_YEAR = Expression(
    r"[上下]半年|[一二三四1-4]季度|前[一二三四五六七八九十0-9]+个?(?:月|季度)|(?<![0-9])(?:[1-9]|1[0-2])月份"
    r"|[0-9]{1,2}(?:月份?)?[-—~至到][0-9]{1,2}月份?(?![0-9]*日)|(?:截至|截止)[^，。；]{0,6}?(?<![0-9])(?:[1-9]|1[01])月(?!31)"
)
PLAN = Expression(r"下一步|计划|力争|拟(?:于|对|定|开展|通过)|目标")
MANY_YEARS = Expression(r"自[^，。；]{2,24}以来|多年来|近[两三四五0-9]年")
ALL_YEARS = Expression(r"历年")
MOCK = Expression(r"模拟(?:提交|申请|提出)|第三方(?:机构)?(?:评估|测评)")
PROPERTY = Expression(  # how documents are classified: 印发文件96份，其中主动公开70份、依申请公开5份
    r"(?:公文|文件|信息)(?=.*主动公开[^，。；、]{0,6}[0-9]+[件份条个])(?=.*依申请公开[^，。；、]{0,6}[0-9]+[件份条个])"
)
ABETTING = Expression(r"协助|指导|督促|配合|代为|委托|模拟|抽查|评查")

# The year and the agency that a clause speaks of
CARRY = Expression(r"结转|顺延|遗留|转(?:至|到|入)?(?:20|下|次|来)")
LAST_YEAR = Expression(r"上年|去年|上一年|前年")
YEAR = Expression(r"(2(?<![因至转].)0[0-9]{2})年")
WIDE = Expression(
    r"全(?:市|区|县|省|州|盟|旗|系统)|本系统|[我本][市区县省州旗](?![^，。；]{0,8}(?:局|委|办|厅|院|中心))"
)
OTHERS = Expression(
    r"各(?:级|部门|单位|县|区|市|镇|乡|街道|科室|股室|处室|成员单位|责任单位|地)|[下所]属(?:单位|部门)|基层(?:单位|所)|系统内|[0-9]个(?:部门|单位|乡镇|镇街|街道|县|区)"
)
ALL_LEVELS = Expression(r"各级(?:行政机关|政府|机关)|政府(?:及|和|与|、)[^，。；]{0,6}各")
NARROW = "本级"
OWN = Expression(
    r"[局委厅办]机关|[我本](?:局|委|办|厅|机关(?!不掌握)|单位|镇|乡|街道|院|中心|部门|校|行政机关)|本级"
)

# The whole and its parts
PAUSE = Expression(r"[，；：。]")
PARTS = "其中"
WHOLE = Expression(r"^(?:其中)?(?:全年|年内|本年度?|当年|累计|总计|合计|总共|共)")
TOTAL_AFTER = Expression(r"(?:合计|共计|总计)(?:为|是)?(?=[0-9])")
ALTOGETHER = Expression(r"共|合计|总计|总数")
BESIDES = Expression(
    r"(?:另|另外|此外)(?:有|还|又)?(?:办结|答复|办理|处理|收到|受理)|(?:其他|其它|其余)(?=[0-9])"
)
WITHOUT = Expression(r"不含|未含|不包括|不计")
ENDS = Expression(r"[，。；：、（）\u0000]|$|申请|[^个项条]*$")
CHANNEL = Expression(
    r"当面|现场|网络|网上|在线|线上|线下|邮寄|信函|信件|邮件|邮递|书面|传真|平台|窗口|纸质|电话"
)
PARTITION = Expression(CHANNEL.source + "|自然人|法人")
WAYS = Expression(PARTITION.source + "|网站|门户")
THROUGH = Expression(r"通过[^，。；]*(?:网|平台|邮|信|窗口|现场)")
OTHER_PART = Expression(r"其他|其它|其余")

# Between a word and its number, and between words that share one
DIFFERENCE = Expression(r"比|增[加长至]|减少|下降|上升|多出|超过|平均|率|达到?[0-9.]+%")
SHARE = Expression(r"占|比例为$")
SHARE_OF = Expression(
    r"[，、；（\u0000]*占(?:比|总数|总量|总件数|全部申请|申请总数|申请总量|全部)?(?:的|为|约)?(?:比例为)?"
)
CONJUNCTION = Expression(
    r"[”“\"的、和或及与/]{0,3}(?:以及|或者|并且|并)?(?:予以|被申请|被提起|提起|申请|引起的|发生)?[“”\"]?"
)
EACH = Expression(r"各(?:有|为|是)?$|均(?:为|是|有)?$|都(?:为|是)?$")

# Negations, and what takes their force away
NEGATION = Expression(  # begins with a set of characters: such a pattern is searched for far quicker
    r"[未没无零不](?<!有.)(?:(?<=没)有|(?<!不)|(?<=不)存在(?=有关|因|任何|针对|关于|政府信息公开|行政))"
    r"(?!法|效|偿|障|线|纸|论|关|需|须|正当|不|条件|缝|差|经|按|人机|烟|报告|能|来|予|提供|掌握)"
)
QUALIFIED = Expression(r"被?(?:改变|撤销|纠正|纠错|变更|确认违法|责令)|败诉|维持|胜诉|超期|逾期")
BARE = Expression(r"(?:收到|受理|接到|办理|办结|答复)的?(?:[0-9]+[件份宗起封])?申请|[0-9]+[件份宗起封]申请")
OBJECT = Expression(  # what may stand between a verb and its number in a clause that does not say 信息公开
    r"(?:的|共计?|总计|合计|累计|各类|数量?|件数|[总量为了到其均已及和或、]|全部|当年|本年度?|新|相关|此类|该|书面?|申请人?|件|案件|事项|信件"
    r"|政府|信息|公开|依|群众|公民|法人|其他|组织|当事人|社会|各界|公众|网上|网络|线上|现场|电话|按时|按期|如期|予以|完毕|完成|完结|[“”\"\u0000])*"
)
CAUSE = Expression(r"因|引起|引发|引致|导致|产生|针对|关于|投诉|举报|异议")
NOTHING_MORE = Expression(  # applications and who makes them, however it is put
    r"(?:[一1]?[件例起]|任何|有|人|公民|群众|单位|组织|法人|个人|和|或|、|其他|向本?[^，。；]{1,6}(?=提出|提交)|提出|提交|发生|出现|涉及"
    r"|通过|网络|书面|依?申请(?:人|书)?|需?要?公开|政府|政务|信息|的|事项|案件|请求|信?件|材料|受理|收到|办理|情况|业务|方面|内容)*"
)
