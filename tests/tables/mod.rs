//! A small sound atlas as tables, for tests that break it.

use trade_corridor::atlas::{Atlas, AtlasError};

pub(crate) const MANIFEST: &str = "schema = 1\nname = \"small\"\nprice_year = 2025\n";

/// Every table, each with a sound row or more.
pub(crate) fn sound() -> Vec<(String, String)> {
    [
        (
            "sources.csv",
            "id,kind,title,url,date,licence,note\n\
             S1,published,Yearbook,,2025,,\n\
             A1,assumed,Guess,,,,nobody publishes it\n",
        ),
        (
            "projects.csv",
            "id,name,expected,note,source\n\
             P-new,New line,2028,,S1\n",
        ),
        (
            "currencies.csv",
            "code,usd,year,source\n\
             EUR,1.1,2024,S1\n\
             EUR,1.2,2025,S1\n",
        ),
        (
            "deflators.csv",
            "year,index,source\n\
             2024,97,S1\n\
             2025,100,S1\n",
        ),
        (
            "places.csv",
            "code,name,aliases,country,lon,lat,kinds,tier,source\n\
             GETBS,Tbilisi,Tiflis,GE,44.8,41.7,city;rail_terminal;road_terminal,1,S1\n\
             GE-gor,Gori,,GE,44.1,42.0,rail_terminal;road_terminal,2,S1\n\
             GEPTI,Poti,,GE,41.65,42.15,seaport;rail_terminal,1,S1\n\
             ROCND,Constanta,,RO,28.65,44.17,seaport;rail_terminal,1,S1\n\
             AM-ayr,Ayrum,,AM,44.9,41.2,rail_terminal,2,S1\n",
        ),
        (
            "crossings.csv",
            "code,name,country_a,country_b,mode,lon,lat,place_a,place_b,regime,status,valid_from,valid_to,project,note,source\n\
             x-am-ge-sad-rail,Sadakhlo,AM,GE,rail,44.8,41.25,AM-ayr,GETBS,controlled,open,,,,,S1\n",
        ),
        (
            "operators.csv",
            "id,name,aliases,domicile,roles,valid_from,valid_to,note,source\n\
             GR,Georgian Railway,,GE,infrastructure_manager;railway_undertaking,,,,S1\n\
             SCR,South Caucasus Railway,,AM,infrastructure_manager;railway_undertaking,,,,S1\n\
             NAVI,Navibulgar,,BG,shipping_line,,,,S1\n\
             JV,Joint Venture,,GE,consortium,,,,S1\n",
        ),
        (
            "owners.csv",
            "id,name,country,kind,source\n\
             GE-state,Georgia,GE,state,S1\n\
             RU-state,Russia,RU,state,S1\n",
        ),
        (
            "stakes.csv",
            "holder,held,percent,valid_from,valid_to,source\n\
             GE-state,GR,75,,,S1\n\
             RU-state,SCR,100,2008-02-13,2038-02-12,S1\n",
        ),
        (
            "members.csv",
            "consortium,member,percent,valid_from,valid_to,source\n\
             JV,GR,50,,,S1\n\
             JV,NAVI,,,,S1\n",
        ),
        (
            "lines.csv",
            "id,name,country,mode,manager,valid_from,valid_to,project,source\n\
             GE-rail,Georgian lines,GE,rail,GR,,,,S1\n\
             AM-rail,Armenian lines,AM,rail,SCR,2008-02-13,2038-02-12,,S1\n",
        ),
        (
            "links.csv",
            "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source\n\
             L1,GETBS,GE-gor,rail,GE,76,1520,,both,open,,,,10,,S1\n\
             L2,GE-gor,GEPTI,rail,GE,236,1520,GE-rail,both,open,,,,,,S1\n\
             L3,GETBS,x-am-ge-sad-rail,rail,GE,70,1520,GE-rail,both,,,,,,,S1\n\
             L4,x-am-ge-sad-rail,AM-ayr,rail,AM,12,1520,AM-rail,both,open,,,P-new,,,S1\n\
             L5,GETBS,GE-gor,road,GE,90,,,both,open,,,,,,S1;length_km=A1\n",
        ),
        (
            "services.csv",
            "id,operator,kind,from,to,carriage,distance_km,hours,hours_p90,departures_per_week,departure_rule,wait_hours,wait_hours_p90,flag,capacity_teu,capacity_wagons,capacity_trucks,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,status,valid_from,valid_to,project,waypoints,via,note,source\n\
             V1,NAVI,feeder,GEPTI,ROCND,vessel,1150,60,90,1,timetable,24,48,BG,800,,,500,900,,,EUR,2025,open,,,,38.5 43.5;32 44,,,S1\n",
        ),
        (
            "through_rates.csv",
            "id,seller,from,to,via,price_20ft,price_40ft,currency,price_year,valid_from,valid_to,note,source\n\
             T1,GR,GETBS,ROCND,GEPTI;V1,1500,2500,EUR,2024,,,,S1\n",
        ),
        (
            "status.csv",
            "kind,id,status,valid_from,valid_to,source\n\
             link,L3,open,,2026-12-31,S1\n\
             link,L3,closed,2027-01-01,,S1\n",
        ),
        (
            "tariffs.csv",
            "operator,country,lines,mode,product,unit,loaded,basis,rate,currency,price_year,minimum,mass_from_t,mass_to_t,band_from_km,band_to_km,taper,component,payee,valid_from,valid_to,note,source\n\
             GR,GE,*,rail,container_train,40ft,loaded,per_km,1.2,USD,2025,100,,24,,200,whole,haulage,,,,,S1\n\
             GR,GE,*,rail,container_train,40ft,loaded,per_km,1.0,USD,2025,100,,24,200,,whole,haulage,,,,,S1\n\
             ,GE,*,road,truck,any,any,per_km,1.5,EUR,2025,,,,,,,,,,,,S1\n",
        ),
        (
            "handling.csv",
            "place,country,operation,carriage_from,carriage_to,operator,hours,hours_p90,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,valid_from,valid_to,note,source\n\
             ,*,load,*,*,,6,12,60,80,100,100,USD,2025,,,,S1\n\
             ,*,unload,*,*,,6,12,60,80,100,100,USD,2025,,,,S1\n\
             GEPTI,,tranship,wagon,depot,GR,8,,70,90,,120,USD,2025,,,,S1\n",
        ),
        (
            "borders.csv",
            "crossing,from_country,to_country,mode,regime,hours,hours_p90,fee,currency,price_year,payee,valid_from,valid_to,note,source\n\
             ,*,*,rail,controlled,8,16,20,USD,2025,,,,,S1\n\
             x-am-ge-sad-rail,GE,AM,,,6,9,,,,SCR,,,,S1\n",
        ),
        (
            "fees.csv",
            "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source\n\
             GE,road,*,entry,,10,100,USD,2025,,,,road tax,S1\n\
             GE,road,*,entry,10,,200,USD,2025,,,,road tax,S1\n",
        ),
        (
            "speeds.csv",
            "country,mode,product,line,kmh,p90_factor,valid_from,valid_to,note,source\n\
             *,rail,*,,25,1.5,,,,S1\n\
             GE,rail,container_train,GE-rail,30,,,,,S1\n\
             *,road,*,,50,1.2,,,,S1\n",
        ),
        (
            "emissions.csv",
            "mode,country,product,g_per_tkm,handling_kg_per_unit,note,source\n\
             rail,*,*,20,,,S1\n\
             sea,*,feeder,15,,,S1\n\
             handling,*,vessel,,10,,S1\n",
        ),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}

/// The sound tables with edits: in this file, this text becomes that one.
pub(crate) fn edited(edits: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let mut tables = sound();
    for (file, from, to) in edits {
        if let Some((_, text)) = tables.iter_mut().find(|(name, _)| name == file) {
            assert!(text.contains(from), "{file} does not contain `{from}`");
            *text = text.replacen(from, to, 1);
        } else {
            tables.push(((*file).to_owned(), (*to).to_owned()));
        }
    }
    tables
}

/// The texts of all faults of the edited tables, in order.
pub(crate) fn faults(edits: &[(&str, &str, &str)]) -> Vec<String> {
    match Atlas::texts(MANIFEST, edited(edits)).unwrap().load() {
        Ok(_) => Vec::new(),
        Err(AtlasError::Faults(faults)) => faults.iter().map(ToString::to_string).collect(),
        Err(error) => panic!("{error}"),
    }
}

/// Sound rows of tables that may be missing.
pub(crate) const MORE: &[(&str, &str)] = &[
    (
        "ranges.csv",
        "of,column,low,high,note,source\nA1,rate,0.9,1.2,guess,S1\n",
    ),
    (
        "closures.csv",
        "country,from_country,to_country,trade,valid_from,valid_to,note,source\nAZ,AM,*,no,,,,S1\n",
    ),
    (
        "departures.csv",
        "place,country,product,consist,hours,hours_p90,valid_from,valid_to,note,source\n,*,wagon,single,5,9,,,,S1\n",
    ),
    (
        "seasons.csv",
        "services,month_from,month_to,wait_factor,p90_factor,note,source\nV1,11,2,1.5,2,,S1\n",
    ),
    (
        "plates.csv",
        "country,plate,rule,limit_km,valid_from,valid_to,note,source\nGE,TR,border_zone,20,,,,S1\n",
    ),
    (
        "hazards.csv",
        "country,mode,kind,p90_factor,valid_from,valid_to,note,source\nGE,road,flood,1.5,,,,S1\n",
    ),
    (
        "consortium_operations.csv",
        "consortium,member,line,service,place,valid_from,valid_to,note,source\nJV,GR,GE-rail,,,2024-01-01,,,S1\nJV,NAVI,,V1,,,,,S1\nJV,GR,,,GEPTI,,,,S1\n",
    ),
    (
        "passages.csv",
        "passage,country,service,link,note,source\nStrait,GE,V1,,,S1\nCanal,,,L1,,S1\nNarrows,,,,,S1\n",
    ),
    (
        "control.csv",
        "controller,controlled,kind,valid_from,valid_to,note,source\nGE-state,JV,management,2020-01-01,,,S1\n",
    ),
    (
        "unions.csv",
        "union,country,valid_from,valid_to,source\nEU,DE,,,S1\n",
    ),
];
