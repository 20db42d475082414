SELECT table_name FROM duckdb_columns()
WHERE column_name = 'customer_key' AND NOT internal AND database_name = current_database()
    AND table_name IN (SELECT table_name FROM duckdb_tables() WHERE NOT temporary)
ORDER BY table_name
