"""Importers read what phone systems, mail and chat have written, and give a `ContactLog` and the refused rows.

They are pure behind the opening of the file: nothing here touches the store. `data.import_logs` puts the legs there.
"""

from data.importers.generic_csv import GenericCsv, ReadRows

__all__ = ["GenericCsv", "ReadRows"]
