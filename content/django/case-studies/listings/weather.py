import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry


class WeatherUnavailable(Exception):
    """The service is down, slow or answers nonsense."""


class UnknownCity(Exception):
    """The service works and does not know the city."""


class WeatherClient:
    def __init__(self, base_url, token):
        retry = Retry(3, backoff_factor=0.01, retry_after_max=2,
                      status_forcelist=[502, 503, 504])
        self.base_url, self.session = base_url, requests.Session()
        self.session.mount(base_url, HTTPAdapter(max_retries=retry))
        self.session.headers["Authorization"] = f"Bearer {token}"

    def temperature(self, city):
        try:
            response = self.session.get(
                f"{self.base_url}/now", params={"city": city}, timeout=(3, 5))
            if response.status_code == 404:
                raise UnknownCity(city)
            response.raise_for_status()
            celsius = float(response.json()["celsius"])
            if not -100 < celsius < 100:  # refuses NaN too
                raise ValueError(celsius)
            return celsius
        except (requests.RequestException, KeyError, TypeError, ValueError,
                OverflowError, RecursionError) as error:
            raise WeatherUnavailable(type(error).__name__) from error
