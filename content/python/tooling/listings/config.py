from dataclasses import dataclass, field

SWITCH = {"1": True, "true": True, "0": False, "false": False}

def seconds(text):
    try:
        value = float(text)
    except ValueError:                         # its message shows the text
        raise ValueError("must be a number") from None
    if not 0 < value <= 60:                    # refuses nan too
        raise ValueError("must lie between 0 and 60")
    return value

def switch(text):
    if text.lower() not in SWITCH:
        raise ValueError("must be true or false")
    return SWITCH[text.lower()]

@dataclass(frozen=True)
class Config:
    database_url: str = field(repr=False)      # contains a password
    timeout_seconds: float
    debug: bool

    @classmethod
    def from_env(cls, env):
        values, faults = {}, []
        for name, convert, default in [
                ("DATABASE_URL", str, None),
                ("TIMEOUT_SECONDS", seconds, "5"),
                ("DEBUG", switch, "false")]:
            text = env.get(name) or default
            if text is None:
                faults.append(f"{name} is missing")
                continue
            try:
                values[name.lower()] = convert(text)
            except ValueError as error:
                faults.append(f"{name} {error}")
        if faults:
            raise SystemExit("configuration: " + "; ".join(faults))
        return cls(**values)

def main(env):                                 # main(os.environ) at start
    config = Config.from_env(env)
    print(config)

if __name__ == "__main__":
    main({"DATABASE_URL": "postgres://shop:s3cret@db/shop", "DEBUG": "true"})
