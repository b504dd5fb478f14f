"""Makes the ICC profile that press files name as their output intent, once, into the environment.

From the FOGRA39L measurement data (Debian package icc-profiles-free, zlib licence) with
colprof (Debian package argyll). Two runs of colprof differ only in the date of the header
(ICC.1:2010, 7.2.1), so that is set to the day of the data's publication.
Use: make-profile.py FILE
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

DATA = Path("/usr/share/color/icc/FOGRA39L.ti3")
DATE = bytes.fromhex("07d6 000c 0001 0000 0000 0000")  # 2006-12-01
#: Small tables (the profile travels in each file), at most 280 % ink and 100 % black.
OPTIONS = ["-v0", "-ql", "-bl", "-l280", "-L100", "-A", "Fogra", "-M", "FOGRA39L", "-D", "Coated FOGRA39L",
           "-C", "Made from the FOGRA39L measurement data, zlib licence"]

target = Path(sys.argv[1])
with tempfile.TemporaryDirectory() as folder:
    work = Path(folder) / "profile"
    work.with_suffix(".ti3").write_bytes(DATA.read_bytes())
    subprocess.run(["colprof", *OPTIONS, str(work)], check=True, stdout=sys.stderr)
    made = bytearray(work.with_suffix(".icc").read_bytes())
made[24:36] = DATE
made[84:100] = bytes(16)  # the profile's identity is not computed (7.2.18)
target.parent.mkdir(parents=True, exist_ok=True)
new = target.with_suffix(".new")
new.write_bytes(made)
os.replace(new, target)
