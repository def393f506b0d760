//! Small tables made whole, and one edit for each flaw that the consistency report speaks of.

/// A file's edit: this text becomes that one.
pub(crate) type Edit = (&'static str, &'static str, &'static str);
/// A heading, the edits of the whole tables, and what they must give under it.
pub(crate) type Case = (&'static str, &'static [Edit], &'static [&'static str]);

/// The small tables made whole: every place served, every party known, both ways.
pub(crate) const WHOLE: &[Edit] = &[
    (
        "links.csv",
        "L5,GETBS",
        "L6,GEPTI,GE-gor,road,GE,250,,,both,open,,,,,,S1\nL5,GETBS",
    ),
    (
        "services.csv",
        "V1,NAVI",
        "V2,NAVI,feeder,ROCND,GEPTI,vessel,1150,60,90,1,timetable,24,48,BG,800,,,500,900,,,EUR,2025,open,,,,,,,S1\nV1,NAVI",
    ),
    (
        "places.csv",
        "seaport;rail_terminal,1,S1\nAM-ayr",
        "seaport,1,S1\nAM-ayr",
    ),
    (
        "stakes.csv",
        "GE-state,GR,75",
        "RU-state,NAVI,100,,,S1\nGE-state,GR,100",
    ),
    (
        "tariffs.csv",
        ",GE,*,road",
        "SCR,AM,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,,,,,,A1\n\
         SCR,AM,*,rail,wagon,any,any,per_km,1,USD,2025,,,,,,,,,,,,S1\n\
         GR,GE,*,rail,wagon,any,any,per_km,1,USD,2025,,,,,,,,,,,,S1\n,GE,*,road",
    ),
    ("members.csv", "JV,GR,50", "JV,GR,100"),
    (
        "ranges.csv",
        "",
        "of,column,low,high,note,source\nA1,,0.8,1.25,,A1\n",
    ),
];

pub(crate) const CASES: &[Case] = &[
    (
        "exchange rates that jump",
        &[(
            "currencies.csv",
            "EUR,1.1,2024",
            "TMT,0.2857,2025,S1\nTMT,0.000192,2024,S1\nJPY,0.007,2024,S1\nEUR,1.1,2024",
        )],
        &["TMT: 1488 times between 2024 and 2025"],
    ),
    (
        "places without links",
        &[(
            "places.csv",
            "GETBS,",
            "GE-off,Nowhere,,GE,43,42,city,2,S1\nGETBS,",
        )],
        &["GE-off (Nowhere, GE)"],
    ),
    (
        "places with closed links only",
        &[
            (
                "places.csv",
                "GETBS,",
                "GE-off,Nowhere,,GE,43,42,city,2,S1\nGETBS,",
            ),
            (
                "links.csv",
                "L5,",
                "L7,GETBS,GE-off,road,GE,170,,,both,closed,2020-01-01,,,,,S1\nL5,",
            ),
        ],
        &["GE-off (Nowhere, GE)"],
    ),
    (
        "places of a kind that nothing reaches",
        &[(
            "places.csv",
            "seaport,1,S1\nAM",
            "seaport;rail_terminal,1,S1\nAM",
        )],
        &["ROCND (Constanta, RO): rail_terminal"],
    ),
    (
        "places listed twice",
        &[("places.csv", "GE-gor,Gori,", "GE-gor,Gori,Tiflis")],
        &["GE-gor (Gori, GE) and GETBS (Tbilisi, GE), 66.9 km apart"],
    ),
    (
        "gauges that meet but are not changed",
        &[("links.csv", "236,1520", "236,1435")],
        &["GE-gor (Gori, GE)"],
    ),
    (
        "links off the geometry",
        &[("links.csv", "rail,GE,76", "rail,GE,110")],
        &["L1: 110.0 km, great circle 66.9 km (+64 %); by S1"],
    ),
    (
        "links off their simplified shape",
        &[
            ("sources.csv", "A1,", "D1,derived,Track,,,,measured\nA1,"),
            (
                "links.csv",
                "both,open,,,,10,,S1",
                "both,open,,,,10,_po}F__mpG_pR~bmA_af@~qy@,S1;length_km=D1",
            ),
        ],
        &["L1: 76.0 km, drawn 68.3 km (+11 %); by D1"],
    ),
    (
        "links shorter than their shape",
        &[(
            "links.csv",
            "both,open,,,,10,",
            "both,open,,,,10,_po}F__mpG_||F~bmA~hbE~qy@",
        )],
        &["L1: 76.0 km, drawn 262.1 km (-71 %)"],
    ),
    (
        "links off the great circle",
        &[("links.csv", "rail,GE,76", "rail,GE,67")],
        &["L1: 67.0 km, great circle 66.9 km (+0 %)"],
    ),
    (
        "railways off the road between the same ends",
        &[("links.csv", "rail,GE,76", "rail,GE,67")],
        &["L1: 67.0 km, road 90.0 km (-26 %)"],
    ),
    (
        "railways as short as a line for fast trains",
        &[
            ("links.csv", "rail,GE,236", "rail,GE,215"),
            ("links.csv", "road,GE,250", "road,GE,260"),
        ],
        &["L2: 215.0 km, road 260.0 km (-17 %)"],
    ),
    (
        "links off the chain along them",
        &[(
            "links.csv",
            "L5,",
            "L8,GETBS,GEPTI,rail,GE,400,1520,GE-rail,both,open,,,,,,S1\nL5,",
        )],
        &["L8: 400.0 km, over GE-gor 312.0 km"],
    ),
    (
        "mountain roads measured once",
        &[
            ("sources.csv", "A1,", "D1,derived,Track,,,,measured\nA1,"),
            (
                "links.csv",
                "road,GE,250,,,both,open,,,,,,S1",
                "road,GE,290,,,both,open,,,,,,D1",
            ),
        ],
        &["L6: 290.0 km, great circle 202.9 km (+43 %)"],
    ),
    (
        "neighbouring cities without a direct link",
        &[(
            "places.csv",
            "GETBS,",
            "GE-kut,Kutaisi,,GE,42.7,42.25,city;road_terminal,1,S1\nGETBS,",
        )],
        &["GE-kut (Kutaisi, GE) and GETBS (Tbilisi, GE): 184 km apart, no way by road"],
    ),
    (
        "queues beside a default",
        &[("borders.csv", "GE,AM,,,6,9", "GE,AM,,,60,90")],
        &["x-am-ge-sad-rail AM>GE: 8.0 h, x-am-ge-sad-rail 60.0 h"],
    ),
    (
        "links listed twice",
        &[(
            "links.csv",
            "L5,",
            "L7,GE-gor,GETBS,rail,GE,77,1520,,both,open,,,,,,S1\nL5,",
        )],
        &["L1 and L7"],
    ),
    (
        "links without a way back",
        &[("links.csv", "76,1520,,both", "76,1520,,forward")],
        &["L1"],
    ),
    (
        "open crossings with one side",
        &[(
            "overrides.csv",
            "",
            "table,id,column,value,source\nlinks,L4,drop,1,S1\n",
        )],
        &["x-am-ge-sad-rail: AM"],
    ),
    (
        "closed crossings with one side",
        &[
            (
                "overrides.csv",
                "",
                "table,id,column,value,source\nlinks,L4,drop,1,S1\n",
            ),
            ("crossings.csv", "controlled,open", "controlled,closed"),
        ],
        &["x-am-ge-sad-rail: AM"],
    ),
    (
        "crossings without a station on a side",
        &[("crossings.csv", "AM-ayr,GETBS", ",GETBS")],
        &["x-am-ge-sad-rail: AM"],
    ),
    (
        "stations far from their crossing",
        &[("crossings.csv", "AM-ayr,GETBS", "AM-ayr,GE-gor")],
        &["x-am-ge-sad-rail: GE-gor (Gori, GE), 102 km away"],
    ),
    (
        "closed or planned, undated",
        &[
            (
                "links.csv",
                "road,GE,90,,,both,open",
                "road,GE,90,,,both,planned",
            ),
            // A date in a note is a remark.
            (
                "crossings.csv",
                "controlled,open,,,,,",
                "controlled,closed,,,,closed since 2024-03-01,",
            ),
        ],
        &["L5: planned", "x-am-ge-sad-rail: closed"],
    ),
    (
        "services that end nowhere",
        &[("services.csv", "V1,NAVI", FERRY)],
        &[
            "V3: truck at ROCND (Constanta, RO)",
            "V4: truck at ROCND (Constanta, RO)",
        ],
    ),
    (
        "closed services that end nowhere",
        &[
            ("services.csv", "V1,NAVI", FERRY),
            ("services.csv", "900,,EUR,2025,open", "900,,EUR,2025,closed"),
        ],
        &["V3: truck at ROCND (Constanta, RO)"],
    ),
    (
        "services without a way back",
        &[(
            "overrides.csv",
            "",
            "table,id,column,value,source\nservices,V2,drop,1,S1\n",
        )],
        &["V1"],
    ),
    (
        "sailings without a price",
        &[("services.csv", "500,900,,,EUR", ",,,,EUR")],
        &["V2"],
    ),
    (
        "networks where nobody sells",
        &[(
            "tariffs.csv",
            "SCR,AM,*,rail,wagon,any,any,per_km,1,USD,2025,,,,,,,,,,,,S1\n",
            "",
        )],
        &["AM rail: wagon"],
    ),
    (
        "never used",
        &[
            (
                "owners.csv",
                "RU-state,",
                "XX,Nobody,GE,company,S1\nRU-state,",
            ),
            (
                "operators.csv",
                "NAVI,",
                "OP,Idle,,GE,forwarder,,,,S1\nNAVI,",
            ),
            (
                "lines.csv",
                "AM-rail,",
                "GE-old,Old line,GE,rail,GR,,,,S1\nAM-rail,",
            ),
            ("projects.csv", "P-new,", "P-off,Off,2030,,S1\nP-new,"),
        ],
        &[
            "line GE-old (Old line)",
            "operator OP (Idle)",
            "owner XX (Nobody)",
            "project P-off (Off)",
        ],
    ),
    (
        "holders unknown",
        &[("stakes.csv", "RU-state,NAVI,100", "RU-state,JV,0")],
        &["NAVI (Navibulgar)"],
    ),
    (
        "stakes below 100 %",
        &[("stakes.csv", "GE-state,GR,100", "GE-state,GR,66.6667")],
        &["GR (Georgian Railway): 66.6667 %"],
    ),
    (
        "values without a source",
        &[("links.csv", "S1;length_km=A1", "gauges=A1")],
        &["links.csv row 7, column `length_km`: 90"],
    ),
    (
        "assumptions without a range",
        &[("ranges.csv", "A1,,0.8,1.25,,A1\n", "")],
        &["A1: 2 figures in links.csv, tariffs.csv"],
    ),
    (
        "sources never used",
        &[("sources.csv", "A1,", "S9,published,Unread,,2025,,\nA1,")],
        &["S9 (sources.csv row 3)"],
    ),
    (
        "places out of reach",
        &[(
            "overrides.csv",
            "",
            "table,id,column,value,source\nlinks,L4,drop,1,S1\nlinks,L1,direction,forward,S1\n",
        )],
        &[
            "wagon: not to GETBS (Tbilisi, GE) (2 others): they are not connected for this kind of shipment",
        ],
    ),
    (
        "places out of reach",
        &[(
            "links.csv",
            "both,open,,,,10",
            "both,closed,2020-01-01,,,10",
        )],
        &[
            "wagon: neither to nor from GE-gor (Gori, GE), GEPTI (Poti, GE) (2 others): a way exists only over what is not open: Tbilisi–Gori (`link:L1`, closed)",
        ],
    ),
];

const FERRY: &str = "V3,NAVI,ro_ro,GEPTI,ROCND,truck,1150,60,90,1,timetable,24,48,BG,,,50,,,900,,EUR,2025,open,,,,,,,S1\n\
    V4,NAVI,ro_ro,ROCND,GEPTI,truck,1150,60,90,1,timetable,24,48,BG,,,50,,,900,,EUR,2025,open,,,,,,,S1\n\
    V1,NAVI";
