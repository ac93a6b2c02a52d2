"""Where all of the platform meets: settings by environment, addresses, the server and its worker.

- environment  what the surroundings say: data folder, database, secret, hosts
- settings     Django's settings made of that
- databases    how a database is opened, and the check that refuses one opened otherwise
- urls         addresses of pages and of the API
- manage       `tanji-server`: serve, worker, migrate and every command of Django
- wsgi         the application that a web server runs
"""
