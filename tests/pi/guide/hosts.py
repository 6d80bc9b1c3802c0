"""Where a rule or a fact may point to.

Each page was read and chosen: it is free of codes and derivations, and shows no way round a lock.
A page that is not here is described, not linked.
"""

_HOSTS = """
    1stbenz.github.io 4x4extremesports.com acurazine.com ask.metafilter.com audifans.com
    automotivetechinfo.com automotohebdo.fr autorepair.about.com autosleeper-ownersforum.com
    baustralianxtrail.runboard.com beforeyou-sign.com bimmer.roadfly.com bmw-syndikat.de
    boards.straightdope.com brickboard.com carparts.com charm.ecrasystems.com charm.li
    charm.mcallihan.com clubjazz.org columbusacura.wordpress.com coventrywest.com
    customercare.hyundai.com.au e-com.wiki ecoustics.com eunos.com.au fixfault.com
    forums.moneysavingexpert.com forums.outandaboutlive.co.uk forums.overclockers.co.uk
    frenchcarforum.co.uk gerstelblog.de getjerry.com gm.saturn.team honestjohn.co.uk
    howtomendit.com hyundaiforum.com info.5y1.org insomnimusing.blogspot.com itstillruns.com
    landroverforums.com libble.de list.miata.net logonloans.com m.wikituneup.com mbworld.org
    meyeview.wordpress.com micra.org.uk myvehicle.help old.wp-clan.de online.documentine.com
    onlinecarrepairmanuals.com raapi.blogspot.com radiofreestan.blogspot.com rangerovers.pub
    repairpal.com servicereset.net smart.yokohama speedyauto.cc takeshi-kun.com
    thehondaforums.com tsukamoto.blogspot.com vag.curiosii.ro vw-resto.de
    williesrepair.blogspot.com woodstockfanshawesingers.com www-cdn.pistonheads.com
    www.2carpros.com www.acuraworld.com www.alfabb.com www.alfaowner.com www.answers.com
    www.askmehelpdesk.com www.audi-sport.net www.audifans.com www.autoguidegalaxy.com
    www.automotiveforums.com www.benzworld.org www.bimmernut.com www.bimmerwerkz.com
    www.bmw-forums.net www.bmwauto.net www.boards.ie www.brickboard.com www.briskoda.net
    www.buffaloscoop.com www.carkb.com www.carmanualsonline.info www.crossfireforum.org
    www.diyaudio.com www.dtmpower.net www.easymanua.ls www.ehow.co.uk www.ehow.com
    www.elementownersclub.com www.evilution.co.uk www.fiatforum.com www.fitfreak.net
    www.fixfault.com www.honestjohn.co.uk www.howtomendit.com www.irecoverdata.com
    www.justanswer.co.uk www.justanswer.com www.koalamotorsport.com www.lotustalk.com
    www.m5board.com www.mcoupe.com www.micra.org.uk www.migweb.co.uk www.mitsubishi-forums.com
    www.motor-talk.de www.motorsforum.com www.note-forum.de www.noteownersclub.co.uk
    www.omegaowners.com www.pairlist.net www.peachparts.com
    www.peugeotclub.org www.peugeotdiesel.com www.pixels1.com www.playcircuit.com
    www.pressreader.com www.quechoisir.org www.renaultforums.co.uk www.saabcentral.com
    www.saabtechtalk.com www.searchautoparts.com www.smartcarspecialist.com www.the12volt.com
    www.theanswerbank.co.uk www.theminiforum.co.uk www.thesaabsite.com www.unofficialbmw.com
    www.usedhondatoronto.ca www.vauxhallcavalier.com www.vwaudiforum.co.uk
"""
MAY_BE_LINKED = frozenset(_HOSTS.split())
